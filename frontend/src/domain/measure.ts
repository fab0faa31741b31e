// Stiffness inside an outline, in one slice and over the exam: what the server computes, at once in the browser.
import { plural } from "./format.ts";
import { worldAt } from "./geometry.ts";
import { confidenceAt } from "./hatch.ts";
import type { ImageDescription } from "./image.ts";
import { rasterise, type Outline } from "./region.ts";
import { stiffnessAt } from "./stiffness.ts";

/** Names as on the wire. */
export interface Measurement {
  mean_kpa: number;
  median_kpa: number;
  /** Of the pixels themselves: divided by their number. */
  sd_kpa: number;
  area_cm2: number;
  pixel_count: number;
  /** Of the pixels, at the threshold or above; null without a confidence map. */
  confident_share: number | null;
}

export interface ExamMeasurement {
  mean_kpa: number;
  area_cm2: number;
  slices: number;
}

interface Maps {
  image: Pick<ImageDescription, "rows" | "cols" | "spacing_mm">;
  /** Pa, as on the wire. */
  stiffness: Uint16Array;
  /** Thousandths, as on the wire. */
  confidence: Uint16Array | null;
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

function median(values: readonly number[]): number {
  const sorted = [...values].sort((one, other) => one - other);
  const middle = (sorted.length - 1) / 2;
  return ((sorted[Math.floor(middle)] ?? 0) + (sorted[Math.ceil(middle)] ?? 0)) / 2;
}

/** What the outline holds; null where no pixel inside has a stiffness. */
export function measure(outline: Outline, { image, stiffness, confidence }: Maps, threshold: number): Measurement | null {
  const inside = rasterise(outline, image).flatMap((place) => {
    const kpa = stiffnessAt(stiffness[place] ?? 0);
    return kpa === null ? [] : [{ kpa, isConfident: confidence ? isAbove(confidence[place], threshold) : false }];
  });
  if (inside.length === 0) return null;
  const values = inside.map(({ kpa }) => kpa);
  const mean_kpa = mean(values);
  const [betweenRows = 1, betweenColumns = 1] = image.spacing_mm;
  return {
    mean_kpa,
    median_kpa: median(values),
    sd_kpa: Math.sqrt(mean(values.map((value) => (value - mean_kpa) ** 2))),
    area_cm2: (values.length * betweenRows * betweenColumns) / 100,
    pixel_count: values.length,
    confident_share: confidence && inside.filter(({ isConfident }) => isConfident).length / values.length,
  };
}

const isAbove = (thousandths: number | undefined, threshold: number): boolean =>
  confidenceAt(thousandths ?? 0) >= threshold;

/** Slices as one: each counts as much as its area. Null of none. */
export function combine(slices: readonly Pick<Measurement, "mean_kpa" | "area_cm2">[]): ExamMeasurement | null {
  if (slices.length === 0) return null;
  const area_cm2 = slices.reduce((sum, one) => sum + one.area_cm2, 0);
  const mean_kpa = slices.reduce((sum, one) => sum + one.mean_kpa * one.area_cm2, 0) / area_cm2;
  return { mean_kpa, area_cm2, slices: slices.length };
}

/** Regions of experts hold 8 to 20 cm2 a slice; in much less, single waves show. */
const SMALL_CM2 = 5;
/** A region should stay inside the confident pixels; from here on too much of it does not. */
const DOUBTFUL_SHARE = 0.8;
const FEW_SLICES = 3;

/** What a reader should know before trusting an exam's stiffness from these slices. */
export function cautionsOf(slices: readonly Measurement[]): string[] {
  const small = slices.filter(({ area_cm2 }) => area_cm2 < SMALL_CM2).length;
  const doubtful = slices.filter(({ confident_share: share }) => share !== null && share < DOUBTFUL_SHARE).length;
  const on = (count: number): string => `on ${plural(count, "slice", "slices")}`;
  return [
    ...(slices.length < FEW_SLICES ? [`Fewer than ${FEW_SLICES} slices measured`] : []),
    ...(small > 0 ? [`Small region ${on(small)}: under ${SMALL_CM2} cm²`] : []),
    ...(doubtful > 0 ? [`Low confidence ${on(doubtful)}: more than a fifth of the region is doubtful`] : []),
  ];
}

/** Headers round: corners this near to each other are the same place. */
const SAME_PIXELS_MM = 0.1;

/** Whether two pictures lie on the same pixels. */
export function liesOn(one: ImageDescription, other: ImageDescription): boolean {
  if (one.rows !== other.rows || one.cols !== other.cols) return false;
  const corners = [
    { row: 0, col: 0 },
    { row: 0, col: one.cols - 1 },
    { row: one.rows - 1, col: 0 },
  ];
  return corners.every((corner) => {
    const [at, there] = [worldAt(one, corner), worldAt(other, corner)];
    return at.every((value, axis) => Math.abs(value - (there[axis] ?? 0)) <= SAME_PIXELS_MM);
  });
}

/** Bands of stiffness at 60 Hz, kPa from which on each begins (ACR/RSNA RadElement RDES149): reference, no diagnosis. */
const BANDS = [
  [0, "normal"],
  [2.5, "normal or inflammation"],
  [2.9, "fibrosis stage 1 to 2"],
  [3.5, "fibrosis stage 2 to 3"],
  [4, "fibrosis stage 3 to 4"],
  [5, "fibrosis stage 4 or cirrhosis"],
] as const;

export interface Band {
  from: number;
  to: number | null;
  name: string;
}

/** The reference band in which a stiffness lies. */
export function bandOf(kpa: number): Band {
  const place = BANDS.findLastIndex(([from]) => kpa >= from);
  const [from, name] = BANDS[Math.max(0, place)] ?? BANDS[0];
  return { from, to: BANDS[place + 1]?.[0] ?? null, name };
}
