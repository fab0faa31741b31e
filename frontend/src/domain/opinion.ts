// The ensemble's opinion in words, and where an index lies against what is normal.

export interface Calibrated {
  probability: number;
  abstains: boolean;
  band: readonly number[];
}

export const formatPercent = (share: number): string => `${Math.round(100 * share)} %`;
/** A likelihood that is found out is never certain: ">99 %" and "<1 %" at the ends. */
export function formatLikelihood(share: number): string {
  if (share > 0.99) return ">99 %";
  return share < 0.01 ? "<1 %" : formatPercent(share);
}
/** One decimal: for what is calibrated, and nothing else. */
export const formatCalibrated = (probability: number): string => `${(100 * probability).toFixed(1)} %`;

const UNBROKEN_PERCENT = "\u00a0%";

/** Whether the ensemble stands by its verdict, and if not, why. */
export function wordsOfOpinion({ probability, abstains, band: ends }: Calibrated): string {
  if (!abstains) return "The ensemble stands by its verdict.";
  const [low = 0, high = 1] = ends;
  if (probability > low && probability < high) {
    const band = `${formatPercent(low)} and ${formatPercent(high)}`.replaceAll(" %", UNBROKEN_PERCENT);
    return `The ensemble abstains: between ${band} it is wrong too often. Judge by eye.`;
  }
  return "The ensemble abstains: its votes and its probability do not agree. Judge by eye.";
}

export type Better = "higher" | "lower" | "inside";
export type Standing = "normal" | "below" | "above" | "unknown";

interface Index {
  value: number | null;
  normal: readonly number[] | null;
  better: Better;
}

/** Where a value lies; beyond the good end of what is normal is normal enough. */
export function standingOf({ value, normal, better }: Index): Standing {
  const [low, high] = normal ?? [];
  if (value === null || low === undefined || high === undefined) return "unknown";
  if (value < low && better !== "lower") return "below";
  return value > high && better !== "higher" ? "above" : "normal";
}

export interface IndexScale {
  from: number;
  to: number;
}

/** Shares of the bar (0 to 1): the normal range in the middle, and the value, at the edge if it lies beyond. */
export function placeOnBar({ value, normal }: Index): { zone: IndexScale; value: number } | null {
  const [low, high] = normal ?? [];
  if (value === null || low === undefined || high === undefined || high <= low) return null;
  const width = high - low;
  const place = (value - (low - width)) / (3 * width);
  return { zone: { from: 1 / 3, to: 2 / 3 }, value: Math.min(1, Math.max(0, place)) };
}

// Made once: a formatter costs more than what it writes.
const threeDigits = new Intl.NumberFormat("en-GB", { maximumSignificantDigits: 3 });

/** "12.3", "0.004", "1,240": three digits that count, with the unit. */
export function formatIndex(value: number, unit: string): string {
  const figures = threeDigits.format(value);
  return unit ? `${figures} ${unit}` : figures;
}

/** Beyond this the scanner's stiffness is warned about. */
const ALLOWED_DIFFERENCE = 0.15;

const SOURCES = { phase: "the raw phase images", wave: "the scanner's wave images" } as const;

/** Whether our own inversion bears the scanner's stiffness out, and from what. */
export function wordsOfCrosscheck(ratio: number, source: keyof typeof SOURCES | null): string {
  const made = `Inverted again from ${source ? SOURCES[source] : "other images"}, in the same region`;
  return Math.abs(ratio - 1) <= ALLOWED_DIFFERENCE
    ? `${made}: it bears the scanner's stiffness out.`
    : `${made}: more than 15 % apart. The warning names what could explain it.`;
}
