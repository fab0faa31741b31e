// The rescan loop in words: what was prevented, and how far so few cases carry.
import { plural } from "./format.ts";

export interface RescanCounts {
  failed_first: number;
  repeated: number;
  prevented: number;
  advice_followed: number;
  advice_not_followed: number;
  helped_followed: number;
  helped_not_followed: number;
}

/** Below it a share says more about chance than about the site. */
const ENOUGH_FOR_A_SHARE = 20;

/** Repeats of which nobody has said whether the advice was followed. */
export const notRecorded = ({ repeated, advice_followed: yes, advice_not_followed: no }: RescanCounts): number =>
  Math.max(0, repeated - yes - no);

/** "3 of 7", with the share only where there are enough of them. */
export function partOf(part: number, whole: number): string {
  const words = `${part} of ${whole}`;
  return whole < ENOUGH_FOR_A_SHARE ? words : `${words} (${Math.round((100 * part) / whole)} %)`;
}

/** What the counts say, and how far they can be trusted. */
export function sentenceOn(counts: RescanCounts): string {
  const { failed_first: failed, repeated, prevented } = counts;
  if (failed === 0) return "No exam failed at the first attempt in this period, so there was nothing to prevent.";
  const saved = `Of ${plural(failed, "exam", "exams")} that failed at first, ${repeated} ${repeated === 1 ? "was" : "were"} repeated in the same session and ${prevented} became diagnostic.`;
  return failed < ENOUGH_FOR_A_SHARE ? `${saved} Too few for a rate.` : saved;
}
