// Agreement studies and adjudication as they come over the wire.
import { consensus, QUALITY_FIELDS, readerOf, settlementProposal } from "./review.ts";
import { kappa } from "./site.ts";
import { list, nullable, number, object, oneOf, text, type Parsed } from "./parse.ts";

const progress = object({ reader: readerOf, locked: number, to_read: number });
export type Progress = Parsed<typeof progress>;

const studyShape = {
  id: number,
  name: text,
  state: oneOf(["open", "closed"]),
  created_at: text,
  created_by: readerOf,
  closed_at: nullable(text),
  exams: number,
  progress: list(progress),
  /** Null for a reader, who is not told where the readers differ. */
  differing: nullable(number),
  settled: nullable(number),
};
export const study = object(studyShape);
export type Study = Parsed<typeof study>;

export const studies = object({ rows: list(study), readers: list(readerOf), scanners: list(text) });
export type Studies = Parsed<typeof studies>;

const agreement = object({
  first: text,
  second: text,
  slices: number,
  both_measurable: number,
  only_first: number,
  only_second: number,
  neither: number,
  kappa,
});
export type Agreement = Parsed<typeof agreement>;

const choice = object({
  scanners: list(text),
  weeks: nullable(number),
  exams: list(text),
  sample: nullable(number),
  seed: number,
});
export type ExamChoice = Parsed<typeof choice>;

export const studyResults = object({ ...studyShape, choice, agreement: list(agreement) });
export type StudyResults = Parsed<typeof studyResults>;

export const studyPreview = object({ exams: number, slices: number, fitting: number, known: number });
export type StudyPreview = Parsed<typeof studyPreview>;

/** What the quality manager sends. */
export interface StudyDraft {
  name: string;
  readers: number[];
  choice: ExamChoice;
}

const opinion = object({ reader: readerOf, at: text, ...QUALITY_FIELDS, seconds_spent: number });
export type GivenOpinion = Parsed<typeof opinion>;

export const adjudicationCase = object({
  study: object({ id: number, name: text }),
  exam: text,
  patient: text,
  scanner: text,
  slice: number,
  location_mm: nullable(number),
  opinions: list(opinion),
  proposals: list(settlementProposal),
  consensus: nullable(consensus),
  part: nullable(oneOf(["adjudicate", "propose"])),
});
export type AdjudicationCase = Parsed<typeof adjudicationCase>;
export const adjudication = list(adjudicationCase);
