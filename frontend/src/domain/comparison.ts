// Two exams of one patient in words: which one is meant, how far a slice lies from its partner, what a change means.
import { formatPosition, plural } from "./format.ts";

interface Named {
  relation: "attempt" | "earlier";
  attempt: number;
  arrived_at: string;
}

const dateOf = (at: string): string =>
  new Date(at).toLocaleDateString("en-GB", { day: "numeric", month: "short", year: "numeric" });
const clockOf = (at: string): string => new Date(at).toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });

/** "Attempt 1, 13:05" of the same session, "12 Mar 2026" of an earlier one. */
export const nameOf = ({ relation, attempt, arrived_at: at }: Named): string =>
  relation === "attempt" ? `Attempt ${attempt}, ${clockOf(at)}` : dateOf(at);

/** "+20.3 %", with a minus of the width of a plus. */
export function formatChange(percent: number): string {
  const figures = Math.abs(percent).toFixed(1);
  if (figures === "0.0") return "0.0 %";
  return `${percent > 0 ? "+" : "\u2212"}${figures} %`;
}

interface Judged {
  exceeds: boolean | null;
}

/** What a change means; empty where nothing may be said of it. */
export function wordsOfChange({ exceeds }: Judged, limitPercent: number): string {
  if (exceeds === null) return "";
  return exceeds ? `Changed by more than repeatability (${limitPercent} %)` : `Within repeatability (${limitPercent} %)`;
}

interface Placed {
  other_location_mm: number | null;
  distance_mm: number | null;
}

/** Where the partner of a slice lies: "98.0 mm, 2.0 mm nearer the head". */
export function wordsOfPlace({ other_location_mm: at, distance_mm: distance }: Placed): string {
  const place = formatPosition(at);
  if (distance === null || Math.abs(distance) < 0.05) return place;
  return `${place}, ${Math.abs(distance).toFixed(1)} mm nearer the ${distance > 0 ? "head" : "feet"}`;
}

/** Slices of the other exam that nothing here stands beside: "Attempt 1 has 1 slice without a partner, at 227.0 mm." */
export function wordsOfLonely(name: string, at: (number | null)[]): string {
  const [first, last] = [at[0] ?? null, at.at(-1) ?? null].map(formatPosition);
  const place = at.length === 1 ? `at ${first}` : `from ${first} to ${last}`;
  return `${name} has ${plural(at.length, "slice", "slices")} without a partner, ${place}.`;
}
