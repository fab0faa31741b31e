// Agreement studies in words: how the exams are chosen, how far the readers are.
import { plural } from "./format.ts";

export interface Choice {
  scanners: string[];
  weeks: number | null;
  exams: string[];
  sample: number | null;
  seed: number;
}

/** "20 exams by lot (seed 7) of SIM-1, SIM-2, of the last 4 weeks". */
export function describeChoice({ scanners, weeks, exams, sample, seed }: Choice): string {
  const from = scanners.length > 0 ? scanners.join(", ") : "all scanners";
  const since = weeks === null ? "of all time" : `of the last ${plural(weeks, "week", "weeks")}`;
  const base = exams.length > 0 ? "Exams chosen by hand" : `Exams of ${from}, ${since}`;
  return sample === null ? base : `${base}; ${plural(sample, "exam", "exams")} of them by lot (seed ${seed})`;
}

/** A whole number of at least `least`, or null for none; undefined for what is neither. */
export function readCount(text: string, least: number): number | null | undefined {
  if (text.trim() === "") return null;
  return /^\d{1,9}$/.test(text.trim()) && Number(text) >= least ? Number(text) : undefined;
}

export const RULE =
  "A slice comes here when every reader of the study has decided on it, and some call it measurable (diagnostic or " +
  "limited) while others call it not diagnostic. A radiologist who is not a reader of the study settles it alone; the " +
  "readers settle it by proposing the same quality. The opinions stay as they were.";
