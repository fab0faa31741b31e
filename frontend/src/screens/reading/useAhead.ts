// What is looked at next is fetched before: the other slices of this exam, then the first one of the next.
import { useEffect, useEffectEvent } from "react";

import type { SliceDetail } from "../../contract/index.ts";
import { availableRoles, hang, type Hanging } from "../../domain/hanging.ts";
import { useFetchAhead } from "../../state/exams.ts";
import { loadAhead } from "../../viewer/index.ts";
import { ROLE_KINDS } from "./panesOfSlice.ts";

/** What is in view comes first; by then its own pictures are on their way. */
const AFTER_MS = 300;

interface Ahead {
  slices: SliceDetail[];
  /** The next exam, or null while there is none. */
  next: string | null;
  hanging: Hanging;
}

/** What the panes need of a slice: the first frame of each role in view, and the maps that numbers come from. */
function loadSlice(slice: SliceDetail, of: SliceDetail[], hanging: Hanging): Promise<void> {
  const { images } = slice;
  const pictures = hang(hanging, availableRoles(of)).panes.flatMap(({ role }) => {
    const shown = ROLE_KINDS[role].pick(images, hanging);
    return shown ? [{ image: shown.image, look: shown.look, frame: 0 }] : [];
  });
  const maps = [images.stiffness, images.confidence, images.liver].filter((image) => image !== undefined);
  return loadAhead(pictures, maps);
}

export function useAhead({ slices, next, hanging }: Ahead): void {
  const fetchExam = useFetchAhead();
  const loadThis = useEffectEvent(async (isWanted: () => boolean) => {
    for (const slice of slices) if (isWanted()) await loadSlice(slice, slices, hanging);
  });
  const loadNext = useEffectEvent(async (id: string) => {
    const exam = await fetchExam(id);
    const [first] = exam.slices;
    if (first) await loadSlice(first, exam.slices, hanging);
  });
  useEffect(() => {
    let isWanted = true;
    const timer = setTimeout(() => {
      void loadThis(() => isWanted)
        .then(() => (isWanted && next !== null ? loadNext(next) : undefined))
        // The next exam is fetched again when it is opened, and that page tells of a failure.
        .catch(() => undefined);
    }, AFTER_MS);
    return () => {
      isWanted = false;
      clearTimeout(timer);
    };
  }, [next]);
}
