// The reader's regions of an exam: every step is kept here, and each pause in drawing sends a version to the server.
import { useEffect, useEffectEvent, useMemo, useState } from "react";

import type { ExamDetail, Region, SliceDetail } from "../../../contract/index.ts";
import {
  NOTHING,
  pageOf,
  saved,
  sentAgain,
  stepped,
  type Book,
  type Drawn,
  type Kept,
  type Page,
  type Step,
  type Unsent,
} from "../../../domain/drawingHistory.ts";
import type { ImageDescription } from "../../../domain/image.ts";
import { newClientId } from "../../../state/clientId.ts";
import { useSendRegion } from "../../../state/regions.ts";

/** Steps that follow each other faster than this (ms) are one version. */
const PAUSE = 300;

/** The version of a picture's pixels, as its address has it. */
export const versionOf = (image: ImageDescription): string => new URL(image.url, location.origin).searchParams.get("v") ?? "";

export const regionOf = (slice: SliceDetail, reader: number | undefined): Region | undefined =>
  slice.regions.find((region) => region.reader.id === reader);

export function drawnOf(region: Region | undefined): Drawn {
  if (!region?.shape) return NOTHING;
  return { outline: { shape: region.shape, points: region.points }, origin: region.origin };
}

const keptOf = (region: Region | undefined): Kept => ({ drawn: drawnOf(region), version: region?.version ?? 0 });

interface Due {
  slice: number;
  page: Page;
  unsent: Unsent;
}

function dueIn(book: Book): Due[] {
  return Object.entries(book).flatMap(([slice, page]) =>
    page?.unsent ? [{ slice: Number(slice), page, unsent: page.unsent }] : [],
  );
}

function draftOf({ slice, page, unsent: { name, assessment, pixels, threshold } }: Due) {
  const { outline, origin } = page.history.present;
  return {
    client_id: name,
    slice,
    assessment,
    pixels,
    threshold,
    shape: outline?.shape ?? null,
    origin,
    points: (outline?.points ?? []).map(([col, row]): [number, number] => [col, row]),
  };
}

/** Sends what is due, one version after the other; what was refused waits for the reader. */
function useSaving(book: Book, onSaved: (slice: number, name: string, version: number) => void) {
  const send = useSendRegion();
  const due = dueIn(book);
  const refused = send.isError ? send.variables.draft.client_id : null;
  const next = due.find(({ unsent }) => unsent.name !== refused);
  const submit = useEffectEvent((one: Due) => {
    const draft = draftOf(one);
    send.mutate(
      { exam: one.unsent.exam, draft },
      { onSuccess: (region) => onSaved(region.slice, draft.client_id, region.version) },
    );
  });
  const submitNext = useEffectEvent(() => next && submit(next));
  useEffect(() => {
    if (send.isPending) return;
    const timer = setTimeout(submitNext, PAUSE);
    return () => clearTimeout(timer);
  }, [next?.unsent.name, send.isPending]);
  const submitAll = useEffectEvent(() => due.forEach(submit));
  useEffect(() => () => submitAll(), []);
  return { ...send, refused };
}

export function useBook(exam: ExamDetail, slice: SliceDetail, reader: number | undefined, threshold: number) {
  const [book, setBook] = useState<Book>({});
  const send = useSaving(book, (id, name, version) => setBook((before) => saved(before, id, name, version)));
  const region = regionOf(slice, reader);
  const kept = useMemo(() => keptOf(region), [region]);
  const page = pageOf(book, slice.id, kept);
  const { stiffness } = slice.images;

  const unsent = (image: ImageDescription): Unsent => ({
    name: newClientId(),
    exam: exam.id,
    assessment: slice.assessment,
    pixels: versionOf(image),
    threshold,
  });

  return {
    page,
    region,
    present: page.history.present,
    presentOf: (other: SliceDetail): Drawn => pageOf(book, other.id, keptOf(regionOf(other, reader))).history.present,
    step: (step: Step) => {
      if (stiffness) setBook((before) => stepped(before, slice.id, kept, step, unsent(stiffness)));
    },
    /** Measures the region as it is on what the slice shows now. */
    sendAgain: () => {
      send.reset();
      if (stiffness) setBook((before) => sentAgain(before, slice.id, kept, unsent(stiffness)));
    },
    error: page.unsent !== null && page.unsent.name === send.refused ? send.error : null,
    isSending: page.unsent !== null && page.unsent.name !== send.refused,
  };
}

export type RegionBook = ReturnType<typeof useBook>;
