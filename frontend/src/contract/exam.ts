// Exams, slices and their images as they come over the wire.
import { REASON_CODES, type ReasonCode } from "../domain/reasons.ts";
import { EXAM_STATES, EXAM_VERDICTS, QUALITIES, SLICE_STATES, SLICE_VERDICTS } from "../domain/verdict.ts";
import { evidence, opinion } from "./evidence.ts";
import { images } from "./images.ts";
import { flag, list, nullable, number, object, oneOf, text, type Parsed } from "./parse.ts";
import { region } from "./region.ts";
import { consensus, review } from "./review.ts";

export { REASON_CODES, type ReasonCode };

const tileShape = {
  id: number,
  location_mm: nullable(number),
  state: oneOf(SLICE_STATES),
  verdict: nullable(oneOf(SLICE_VERDICTS)),
  /** The likeliest reason of a slice that is not diagnostic. */
  reason: nullable(oneOf(REASON_CODES)),
  reviewed_quality: nullable(oneOf(QUALITIES)),
};
export const stripTile = object(tileShape);
export type StripTile = Parsed<typeof stripTile>;


const opinionShape = {
  ...tileShape,
  assessment: nullable(number),
  /** The members' mean, not calibrated. */
  probability: nullable(number),
  opinion: nullable(opinion),
  votes: list(number),
  member_probabilities: list(number),
  measurable_area_cm2: nullable(number),
  stiffness_kpa: nullable(number),
  /** Our own inversion in the same region, its ratio to the scanner's, and what it was made from. */
  crosscheck_kpa: nullable(number),
  crosscheck_ratio: nullable(number),
  crosscheck_source: nullable(oneOf(["phase", "wave"])),
  evidence: nullable(evidence),
  why: text,
  warnings: list(text),
};
/** What an event tells of a slice: everything but its images and reviews. */
export const sliceOpinion = object(opinionShape);
export type SliceOpinion = Parsed<typeof sliceOpinion>;

export const sliceDetail = object({
  ...opinionShape,
  images,
  reviews: list(review),
  consensus: nullable(consensus),
  regions: list(region),
});
export type SliceDetail = Parsed<typeof sliceDetail>;

export const mainReason = nullable(object({ code: oneOf(REASON_CODES), slices: number }));

/** What a repeat follows, and whether it was better. */
export const rescanAnswer = object({
  previous: text,
  previous_verdict: nullable(oneOf(EXAM_VERDICTS)),
  reason: nullable(oneOf(REASON_CODES)),
  advice: text,
  followed: nullable(flag),
  helped: nullable(flag),
});
export type Rescan = Parsed<typeof rescanAnswer>;
export const rescan = nullable(rescanAnswer);

const rowShape = {
  id: text,
  patient: text,
  scanner: text,
  manufacturer: text,
  field_strength_t: nullable(number),
  sequence: text,
  arrived_at: text,
  last_image_at: text,
  state: oneOf(EXAM_STATES),
  verdict: nullable(oneOf(EXAM_VERDICTS)),
  why: text,
  policy: text,
  policy_sentence: text,
  warnings: list(text),
  seconds_to_verdict: nullable(number),
  expected_slices: nullable(number),
  images: number,
  readers: list(text),
  /** 1, or more for a repeat; then `previous_attempt` is the exam that it repeats. */
  attempt: number,
  previous_attempt: nullable(text),
  /** The commonest likely reason among the slices that are not diagnostic. */
  reason: mainReason,
  rescan,
  seen_at: nullable(text),
  seen_by: text,
  reviewed_slices: number,
  slices: list(stripTile),
  /** Set while one reads the exam blind: then verdicts are withheld, but for the slices `locked` by one's opinion. */
  blinding: nullable(object({ study: text, to_read: number, locked: list(number) })),
};
export const examRow = object(rowShape);
export type ExamRow = Parsed<typeof examRow>;

export const examPage = object({
  count: number,
  page: number,
  page_size: number,
  seq: number,
  results: list(examRow),
});
export type ExamPage = Parsed<typeof examPage>;

const step = object({
  at: text,
  state: oneOf(EXAM_STATES),
  verdict: nullable(oneOf(EXAM_VERDICTS)),
  why: text,
  policy: text,
});

export const examDetail = object({
  ...rowShape,
  study_instance_uid: text,
  seq: number,
  ensemble: nullable(object({ name: text, version: text, statement: text })),
  history: list(step),
  slices: list(sliceDetail),
});
export type ExamDetail = Parsed<typeof examDetail>;

/** `value` null counts the exams that do not tell it. */
const choice = object({ value: nullable(text), count: number });
export const facets = object({
  state: list(choice),
  verdict: list(choice),
  scanner: list(choice),
  field: list(choice),
  sequence: list(choice),
  mine: number,
  disagreement: number,
  unread: number,
  blind: number,
  not_mre: number,
});
export type Facets = Parsed<typeof facets>;
