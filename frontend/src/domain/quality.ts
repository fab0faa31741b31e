// Rates of the quality figures, and how a week is called.

export interface Counts {
  exams: number;
  assessed: number;
  adequate: number;
  reviewed_slices: number;
  overridden: number;
}

const share = (part: number, whole: number): number | null => (whole === 0 ? null : part / whole);

/** Of the exams that could be assessed, those that were enough. */
export const shareAdequate = ({ adequate, assessed }: Counts): number | null => share(adequate, assessed);

/** Of the reviewed slices, those where the reader decided otherwise than the ensemble. */
export const overrideRate = ({ overridden, reviewed_slices: reviewed }: Counts): number | null =>
  share(overridden, reviewed);

export const formatPercent = (value: number): string => `${(100 * value).toFixed(1)} %`;

/** "2026-W47" as people say it. */
export const formatWeek = (week: string): string => week.replace(/^(\d+)-W0?(\d+)$/, "Week $2, $1");

/** The upper end of a scale of shares: the next tenth above the largest, and not so low that noise looks large. */
export function scaleTop(shares: (number | null)[]): number {
  const largest = Math.max(0.2, ...shares.map((one) => one ?? 0));
  return Math.ceil(largest * 10 - 1e-9) / 10;
}

/** "2026-W07" as short as an axis needs it. */
export const shortWeek = (week: string): string => week.replace(/^\d+-W0?/, "W");

/** Weeks in order of time: the ISO form sorts as text. */
export const inTime = (weeks: string[]): string[] => [...new Set(weeks)].sort();
