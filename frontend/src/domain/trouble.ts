// When a part of the service is away: what it means for the patient on the table, and what to do.
import { plural } from "./format.ts";
import type { TileState } from "./verdict.ts";

export const PARTS = ["database", "archive", "ensemble", "channel_layer", "worker", "explainer"] as const;
export type PartName = (typeof PARTS)[number];

export interface Trouble {
  what: string;
  /** Since when, where it is known. */
  since: string | null;
  /** For this patient. */
  meaning: string;
  /** Whether a verdict that is not there yet cannot be waited for. */
  isBlinding: boolean;
}

const OF_PART: Record<PartName, Omit<Trouble, "since">> = {
  database: {
    what: "The database does not answer",
    meaning: "Nothing new of this patient can be shown. Judge by eye.",
    isBlinding: true,
  },
  archive: {
    what: "The archive is away",
    meaning: "No image of this patient arrives here. Judge by eye.",
    isBlinding: true,
  },
  ensemble: {
    what: "No ensemble can be used",
    meaning: "Slices of this patient get no verdict. Judge by eye.",
    isBlinding: true,
  },
  channel_layer: {
    what: "Live updates are slow",
    meaning: "A verdict may show some seconds late. Wait a moment before the patient gets up.",
    isBlinding: false,
  },
  worker: {
    what: "The assessment does not answer",
    meaning: "Slices arrive, but get no verdict. Judge by eye.",
    isBlinding: true,
  },
  explainer: {
    what: "Reasons are not looked for",
    meaning: "Verdicts hold, but nobody says why a slice failed. Look at the images.",
    isBlinding: false,
  },
};

/** A slice is usually judged within a second; from here on the wait is worth a word. */
const LONG_WAIT_S = 5;

export interface SiteState {
  parts: { name: PartName; ok: boolean; since: string | null }[];
  /** Since when this page hears nothing from the server, or null while it does. */
  cutSince: string | null;
}

/** The ensemble lives in the assessment: while that is silent, nobody knows of the ensemble. */
const isTold = (name: PartName, away: PartName[]): boolean => name !== "ensemble" || !away.includes("worker");

export function troublesOf({ parts, cutSince }: SiteState): Trouble[] {
  const away = parts.filter((part) => !part.ok);
  const names = away.map((part) => part.name);
  const broken = away.filter((part) => isTold(part.name, names)).map(({ name, since }) => ({ ...OF_PART[name], since }));
  if (cutSince === null) return broken;
  const cut = {
    what: "This page is cut off",
    since: cutSince,
    meaning: "What it shows may be old. Judge by eye until it is connected again.",
    isBlinding: true,
  };
  return [cut, ...broken];
}

const waitingOf = (slices: TileState[]): number => slices.filter((slice) => slice.state === "assessing").length;

export const isLongWait = (slices: TileState[], secondsSinceImage: number): boolean =>
  waitingOf(slices) > 0 && secondsSinceImage >= LONG_WAIT_S;

/** Slices whose maps are here while their verdict is not: the assessment is busy with others.
 *
 * `queue` is how many slices of all patients it still has to do, where that is known.
 */
export function queueTrouble(slices: TileState[], queue: number | null): Trouble {
  const waiting = waitingOf(slices);
  const before = Math.max(0, (queue ?? 0) - waiting);
  const place = before > 0 ? `: ${plural(before, "slice waits", "slices wait")} before ${waiting === 1 ? "it" : "them"}` : "";
  return {
    what: `${plural(waiting, "slice still waits", "slices still wait")} for a verdict`,
    since: null,
    meaning: `A verdict will come${place}. If this patient cannot wait, judge by eye.`,
    isBlinding: false,
  };
}

/** Nobody's rules hold for the images of a maker that is not known. */
export function vendorTrouble(manufacturer: string): Trouble | null {
  if (manufacturer !== "unknown") return null;
  return {
    what: "The maker of this scanner is not known",
    since: null,
    meaning: "What its images show, and in which units, is not certain. Judge by eye.",
    isBlinding: false,
  };
}
