// Numbers and times in words: units always, one way of writing each quantity.
import { thousandths } from "./hatch.ts";
import type { Kilopascal } from "./stiffness.ts";

export const formatKpa = (value: Kilopascal): string => `${value.toFixed(1)} kPa`;
/** To the hundredth: for what is measured over a region. */
export const formatKpa2 = (value: Kilopascal): string => `${value.toFixed(2)} kPa`;
/** "2.41 ± 0.21 kPa": mean and standard deviation. */
export const formatSpread = (mean: number, sd: number): string => `${mean.toFixed(2)} ± ${sd.toFixed(2)} kPa`;
export const formatShare = (share: number): string => `${Math.round(100 * share)} %`;
/** "2.31 kPa (+4 %)": our own value, and how far it lies from the scanner's. */
export function formatCrosscheck(value: Kilopascal, ratio: number): string {
  const percent = Math.round(100 * (ratio - 1));
  return `${value.toFixed(2)} kPa (${percent > 0 ? "+" : ""}${percent === 0 ? 0 : percent} %)`.replace("-", "\u2212");
}

export const formatArea = (squareCentimetres: number): string => `${squareCentimetres.toFixed(1)} cm²`;
export const formatSeconds = (seconds: number): string => `${seconds.toFixed(1)} s`;
export const formatPosition = (millimetres: number | null): string =>
  millimetres === null ? "position unknown" : `${millimetres.toFixed(1)} mm`;
export const formatField = (tesla: number): string => `${tesla.toFixed(1)} T`;
/** Rounded down: what is written as 0.95 is not hatched at 0.95. */
export const formatConfidence = (share: number): string => (Math.floor(thousandths(share) / 10) / 100).toFixed(2);

export interface Kappa {
  value: number;
  low: number;
  high: number;
}

export const formatKappa = ({ value, low, high }: Kappa): string =>
  `${value.toFixed(2)} (${low.toFixed(2)}–${high.toFixed(2)})`;

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

// Made once: a formatter costs more than all that it is asked for in a minute.
const exact = new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeStyle: "medium" });
const timeOfDay = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit" });
const dayOfYear = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short" });

/** "12 s ago", "5 min ago", "3 h ago", then the date: what a glance needs. */
export function formatAgo(at: string, now: number): string {
  const seconds = Math.max(0, Math.round((now - Date.parse(at)) / 1000));
  if (seconds < 5) return "just now";
  if (seconds < MINUTE) return `${seconds} s ago`;
  if (seconds < HOUR) return `${Math.floor(seconds / MINUTE)} min ago`;
  if (seconds < DAY) return `${Math.floor(seconds / HOUR)} h ago`;
  return dayOfYear.format(new Date(at));
}

export const formatExact = (at: string): string => exact.format(new Date(at));

/** Since when something is as it is: the time of day, with the date where it was not today. */
export function formatSince(at: string, now: number): string {
  const then = new Date(at);
  const clock = timeOfDay.format(then);
  if (then.toDateString() === new Date(now).toDateString()) return clock;
  return `${dayOfYear.format(then)}, ${clock}`;
}

export const plural = (count: number, one: string, many: string): string =>
  `${count} ${count === 1 ? one : many}`;
