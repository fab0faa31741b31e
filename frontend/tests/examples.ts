// Exams as the wire brings them, for tests that change one thing at a time.
import type { ExamDetail, ExamPage, ExamRow, LiveEvent, Review, SliceDetail, StripTile } from "../src/contract/index.ts";

export const tile = (changes: Partial<StripTile> = {}): StripTile => ({
  id: 1,
  location_mm: 100,
  state: "assessed",
  verdict: "diagnostic",
  reason: null,
  reviewed_quality: null,
  ...changes,
});

export const slice = (changes: Partial<SliceDetail> = {}): SliceDetail => ({
  ...tile(),
  assessment: 55,
  probability: 0.9,
  opinion: { probability: 0.9312, abstains: false, band: [0.21, 0.84] },
  votes: [1, 1, 1, 1, 1, 1, 1, 0],
  member_probabilities: [0.9, 0.9, 0.9, 0.9, 0.9, 0.9, 0.9, 0.4],
  measurable_area_cm2: 14.2,
  stiffness_kpa: 2.41,
  crosscheck_kpa: 2.5,
  crosscheck_ratio: 1.037,
  crosscheck_source: "phase",
  evidence: null,
  why: "",
  warnings: [],
  images: {
    stiffness: undefined,
    confidence: undefined,
    magnitude: undefined,
    wave: undefined,
    colour: undefined,
    liver: undefined,
    heatmap: undefined,
  },
  reviews: [],
  consensus: null,
  regions: [],
  ...changes,
});

export const row = (changes: Partial<ExamRow> = {}): ExamRow => ({
  id: "exam-1",
  patient: "S. A. (4711)",
  scanner: "SIM-1",
  manufacturer: "GE",
  field_strength_t: 1.5,
  sequence: "2D GRE",
  arrived_at: "2026-11-23T07:00:00Z",
  last_image_at: "2026-11-23T07:00:04Z",
  state: "provisional",
  verdict: "limited",
  why: "1 of 8 slices diagnostic.",
  policy: "liver-mre-default v1",
  policy_sentence: "Enough is at least 3 diagnostic slices and at least 10 cm² of measurable area in them.",
  warnings: [],
  seconds_to_verdict: 0.62,
  expected_slices: 8,
  images: 72,
  readers: [],
  attempt: 1,
  previous_attempt: null,
  reason: null,
  rescan: null,
  seen_at: null,
  seen_by: "",
  reviewed_slices: 0,
  slices: [tile()],
  blinding: null,
  ...changes,
});

export const page = (changes: Partial<ExamPage> = {}): ExamPage => ({
  count: 1,
  page: 1,
  page_size: 50,
  seq: 10,
  results: [row()],
  ...changes,
});

export const exam = (changes: Partial<ExamDetail> = {}): ExamDetail => ({
  ...row(),
  study_instance_uid: "1.2.3",
  seq: 10,
  ensemble: null,
  history: [],
  slices: [slice(), slice({ id: 2, location_mm: 90 })],
  ...changes,
});

export const review = (changes: Partial<Review> = {}): Review => ({
  id: 9,
  client_id: "c0ffee00-0000-4000-8000-000000000000",
  slice: 1,
  assessment: 55,
  reader: { id: 3, name: "Rita Radiologist" },
  at: "2026-11-23T07:01:00Z",
  decision: "accept",
  quality: "diagnostic",
  reason: null,
  note: "",
  seconds_spent: 12.3,
  ensemble: "squeezenet-sim-1 1",
  region: null,
  ...changes,
});

type Changed = Extract<LiveEvent, { kind: "exam.changed" }>["data"];

export function examChanged(seq: number, changes: Partial<Changed> = {}, id = "exam-1"): LiveEvent {
  const { state, verdict, why, policy, policy_sentence, warnings, slices } = row();
  const { seconds_to_verdict, seen_at, images, expected_slices, attempt, previous_attempt, reason, rescan } = row();
  const judged = { state, verdict, why, policy, policy_sentence, warnings, slices };
  const { scanner, last_image_at, seen_by } = row();
  const timed = { seconds_to_verdict, seen_at, seen_by, last_image_at, images, expected_slices };
  const data = { scanner, is_mre: true, ...judged, ...timed, attempt, previous_attempt, reason, rescan, ...changes };
  return { seq, at: "2026-11-23T07:00:05Z", exam: id, kind: "exam.changed", data };
}

export function sliceChanged(seq: number, changes: Partial<SliceDetail>, id = "exam-1"): LiveEvent {
  const { images: _images, reviews: _reviews, ...opinion } = slice(changes);
  return { seq, at: "2026-11-23T07:00:05Z", exam: id, kind: "slice.changed", data: { slice: opinion } };
}

export const reviewAdded = (seq: number, added: Review = review()): LiveEvent => ({
  seq,
  at: added.at,
  exam: "exam-1",
  kind: "review.added",
  data: { review: added, slices: [tile({ id: added.slice, reviewed_quality: added.quality })] },
});
