// What the ensemble thinks of a slice, and what speaks for it, as it comes over the wire.
import { REASON_CODES } from "../domain/reasons.ts";
import { flag, list, nullable, number, object, oneOf, text, type Parsed } from "./parse.ts";

export const DIRECTIONS = ["higher", "lower", "inside"] as const;

const qualityIndex = object({
  name: text,
  label: text,
  value: nullable(number),
  unit: text,
  /** The middle nine tenths of diagnostic slices: from, to. */
  normal: nullable(list(number)),
  formula: text,
  source: text,
  better: oneOf(DIRECTIONS),
});
export type QualityIndex = Parsed<typeof qualityIndex>;

/** What the quality indices say about why a slice failed. */
export const evidence = object({
  indices: list(qualityIndex),
  reasons: list(object({ code: oneOf(REASON_CODES), probability: number, indices: list(text) })),
  cannot_tell: list(object({ code: oneOf(REASON_CODES), why: text })),
  model: text,
});
export type Evidence = Parsed<typeof evidence>;

/** Calibrated; null where the ensemble is not. Outside its band it stands by the verdict. */
export const opinion = object({ probability: number, abstains: flag, band: list(number) });

export const heatmapAnswer = object({ is_there: flag });
