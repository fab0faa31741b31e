// What readers decide about a slice, as it goes over the wire.
import { REASON_CODES, type ReasonCode } from "../domain/reasons.ts";
import { QUALITIES } from "../domain/verdict.ts";
import { nullable, number, object, oneOf, text, type Parsed } from "./parse.ts";

/** An opinion is given blind: without knowing the verdict. */
export const DECISIONS = ["accept", "override", "opinion"] as const;
export type Decision = (typeof DECISIONS)[number];

export const readerOf = object({ id: number, name: text });
export type Reader = Parsed<typeof readerOf>;

export const review = object({
  id: number,
  client_id: text,
  slice: number,
  assessment: nullable(number),
  reader: readerOf,
  at: text,
  decision: oneOf(DECISIONS),
  quality: oneOf(QUALITIES),
  reason: nullable(oneOf(REASON_CODES)),
  note: text,
  seconds_spent: number,
  ensemble: text,
  /** Where the reader had measured the slice by then. */
  region: nullable(number),
});
export type Review = Parsed<typeof review>;

/** What anybody says a slice is. */
export const QUALITY_FIELDS = { quality: oneOf(QUALITIES), reason: nullable(oneOf(REASON_CODES)), note: text };
const settledShape = { by: readerOf, at: text, ...QUALITY_FIELDS };
/** What a reader of a study proposes for a slice on which they differ. */
export const settlementProposal = object(settledShape);

/** What was settled about it; `made` by an adjudicator, or by the readers together. */
export const consensus = object({ ...settledShape, made: oneOf(["adjudicator", "readers"]), study: text });
export type Consensus = Parsed<typeof consensus>;

/** What the reader sends. */
export interface ReviewDraft {
  client_id: string;
  slice: number;
  assessment: number | null;
  decision: Decision;
  quality: Review["quality"] | null;
  reason: ReasonCode | null;
  note: string;
  seconds_spent: number;
  shown: {
    panes: string[];
    range_kpa: number;
    colours?: string;
    confidence_threshold?: number;
    verdict_shown: boolean;
  };
  /** Who decided: the server keeps it as nobody else's. */
  reader: number;
}
