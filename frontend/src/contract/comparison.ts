// An exam beside another one of the same patient: what is offered, and what changed.
import { flag, list, nullable, number, object, oneOf, text, type Parsed } from "./parse.ts";

const relation = oneOf(["attempt", "earlier"]);

const comparableExam = object({
  id: text,
  /** Of the same session, or an earlier exam. */
  relation,
  attempt: number,
  arrived_at: text,
  scanner: text,
  manufacturer: text,
  field_strength_t: nullable(number),
  sequence: text,
});
export type ComparableExam = Parsed<typeof comparableExam>;
export const comparableExams = object({ exams: list(comparableExam) });

/** `why` tells why there is no number. */
const measured = object({ kpa: nullable(number), area_cm2: nullable(number), slices: number, why: text });
export type MeasuredSide = Parsed<typeof measured>;

const changeShape = {
  then: measured,
  now: measured,
  /** Of the earlier stiffness; null where no change may be stated. */
  change_percent: nullable(number),
  exceeds: nullable(flag),
};
const change = object(changeShape);
export type Change = Parsed<typeof change>;

const comparedSlice = object({
  ...changeShape,
  slice: nullable(number),
  other_slice: nullable(number),
  location_mm: nullable(number),
  other_location_mm: nullable(number),
  /** How much further towards the head the other one lies. */
  distance_mm: nullable(number),
});
export type ComparedSlice = Parsed<typeof comparedSlice>;

export const comparison = object({
  exam: text,
  other: text,
  relation,
  is_other_earlier: flag,
  /** Whether both count millimetres from the same point, so that a place in one is the same place in the other. */
  shares_frame: flag,
  limit_percent: number,
  not_comparable: list(text),
  notes: list(text),
  slices: list(comparedSlice),
  whole: change,
  own_regions: nullable(change),
});
export type Comparison = Parsed<typeof comparison>;
