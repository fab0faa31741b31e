// The six reasons why a slice fails: as short as a tile needs them, and what speaks for them in one sentence.

export const REASON_CODES = [
  "anatomical_masking",
  "iron",
  "no_waves",
  "motion",
  "driver_placement",
  "poor_propagation",
] as const;
export type ReasonCode = (typeof REASON_CODES)[number];

const SHORT_WORDS: Record<ReasonCode, string> = {
  anatomical_masking: "Little liver",
  iron: "Iron",
  no_waves: "No waves",
  motion: "Motion",
  driver_placement: "Driver off",
  poor_propagation: "Waves fade",
};

/** Read from two metres, under the mark of a slice. */
export const shortWordOf = (code: ReasonCode): string => SHORT_WORDS[code];

interface Advising {
  advice: string;
  /** In its place where the exam is SE-EPI; empty where that makes no difference. */
  advice_epi: string;
}

/** What can be done after an exam of this sequence: to take SE-EPI is no advice where it was taken. */
export const adviceAfter = ({ advice, advice_epi: onEpi }: Advising, sequence: string): string =>
  sequence.endsWith("SE-EPI") && onEpi ? onEpi : advice;

interface Index {
  name: string;
  label: string;
  value: number | null;
  unit: string;
  /** From, to. */
  normal: number[] | null;
}

interface Told {
  indices: Index[];
  /** Likeliest first; `indices` names those that speak for it, the strongest first. */
  reasons: { code: ReasonCode; probability: number; indices: string[] }[];
  cannot_tell: { code: ReasonCode; why: string }[];
}

interface Found {
  evidence: Told | null;
}

/** Digits that a number of this size needs: 0.082, 3.1, 41, 820. */
function inDigits(value: number): string {
  const size = Math.abs(value);
  if (size >= 10 || value === 0) return value.toFixed(0);
  return value.toFixed(size >= 1 ? 1 : size >= 0.1 ? 2 : 3);
}

function againstNormal(value: number, normal: number[] | null): string {
  const [from, to] = normal ?? [];
  if (from === undefined || to === undefined) return "its normal range is not known";
  const range = `its normal range of ${inDigits(from)} to ${inDigits(to)}`;
  if (value < from) return `below ${range}`;
  return value > to ? `above ${range}` : `within ${range}`;
}

const sentenceOn = ({ label, value, unit, normal }: Index & { value: number }): string =>
  `${label} is ${inDigits(value)}${unit && ` ${unit}`}, ${againstNormal(value, normal)}.`;

const hasValue = (index: Index | undefined): index is Index & { value: number } => index !== undefined && index.value !== null;

/** The evidence for a reason from the slice in which it is likeliest: the index that speaks for it most. */
export function evidenceFor(code: ReasonCode, slices: Found[]): string | null {
  const told = slices
    .flatMap(({ evidence }) => (evidence ? [{ evidence, reason: evidence.reasons.find((one) => one.code === code) }] : []))
    .sort((one, other) => (other.reason?.probability ?? 0) - (one.reason?.probability ?? 0))[0];
  if (!told?.reason) return null;
  const { evidence, reason } = told;
  const strongest = reason.indices.map((name) => evidence.indices.find((index) => index.name === name)).find(hasValue);
  return strongest ? sentenceOn(strongest) : null;
}

/** "Motion and no waves cannot be told: no raw phase images arrived." One sentence for each cause. */
export function untoldIn(slices: Found[]): string[] {
  const codesOf = new Map<string, Set<ReasonCode>>();
  for (const { code, why } of slices.flatMap(({ evidence }) => evidence?.cannot_tell ?? [])) {
    const cause = why.replace(/\.$/, "");
    codesOf.set(cause, (codesOf.get(cause) ?? new Set()).add(code));
  }
  return [...codesOf].map(([cause, codes]) => `${listed([...codes].map(wordOf))} cannot be told: ${cause}.`);
}

const wordOf = (code: ReasonCode, place: number): string => (place === 0 ? SHORT_WORDS[code] : SHORT_WORDS[code].toLowerCase());

const listed = (words: string[]): string =>
  words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} and ${words.at(-1) ?? ""}`;
