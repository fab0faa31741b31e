// The site's policy of what is enough, its history, and what a change would have done.
import { EXAM_VERDICTS } from "../domain/verdict.ts";
import { list, nullable, number, object, oneOf, text, type Parsed } from "./parse.ts";

const termsShape = { name: text, sentence: text, diagnostic_slices: number, measurable_area_cm2: number };
const policyTerms = object(termsShape);
export type PolicyTerms = Parsed<typeof policyTerms>;

export const policyVersion = object({ ...termsShape, note: text, at: text, by: text });
export type PolicyVersion = Parsed<typeof policyVersion>;

export const policies = object({ in_force: policyTerms, rows: list(policyVersion) });
export type Policies = Parsed<typeof policies>;

const change = object({
  id: text,
  patient: text,
  scanner: text,
  arrived_at: text,
  before: nullable(oneOf(EXAM_VERDICTS)),
  after: oneOf(EXAM_VERDICTS),
});
export type PolicyChange = Parsed<typeof change>;

export const policyPreview = object({ exams: number, changed: list(change) });
export type PolicyPreview = Parsed<typeof policyPreview>;

/** What an administrator sends. */
export interface PolicyDraft {
  diagnostic_slices: number;
  measurable_area_cm2: number;
  note: string;
}
