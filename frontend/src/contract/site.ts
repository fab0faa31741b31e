// Session, health, reasons, quality figures and refusals as they come over the wire.
import { readHanging, type Hanging } from "../domain/hanging.ts";
import { REASON_CODES } from "../domain/reasons.ts";
import { PARTS } from "../domain/trouble.ts";
import { flag, list, nullable, number, object, oneOf, text, type Parsed } from "./parse.ts";

/** What was kept, as far as it can still be read; null while the reader has changed nothing. */
const hanging = (value: unknown): Hanging | null => (value === null ? null : readHanging(value));

export const session = object({
  user: nullable(object({ id: number, username: text, name: text, role: text })),
  can: object({ review: flag, quality: flag, ensembles: flag, policies: flag, acknowledge: flag, studies: flag }),
  hanging,
  statement: text,
  csrf_token: text,
});
export type Session = Parsed<typeof session>;

const part = object({ name: oneOf(PARTS), ok: flag, since: nullable(text), detail: text, queue: nullable(number) });
export type HealthPart = Parsed<typeof part>;

export const health = object({ status: oneOf(["ok", "degraded"]), parts: list(part) });
export type Health = Parsed<typeof health>;

export const reasons = list(object({ code: oneOf(REASON_CODES), name: text, advice: text, advice_epi: text }));
export type Reason = Parsed<typeof reasons>[number];

export const kappa = nullable(object({ value: number, low: number, high: number, slices: number }));

/** Sessions of patients whose first attempt had no diagnostic slice. */
const rescans = object({
  failed_first: number,
  repeated: number,
  prevented: number,
  advice_followed: number,
  advice_not_followed: number,
  helped_followed: number,
  helped_not_followed: number,
});
export type Rescans = Parsed<typeof rescans>;

const figuresShape = {
  exams: number,
  assessed: number,
  adequate: number,
  reviewed_slices: number,
  overridden: number,
  rescans,
  kappa,
};
const total = object(figuresShape);
const weekRow = object({ ...figuresShape, week: text, scanner: text });
export const quality = object({ weeks: number, rows: list(weekRow), total });
export type QualityFigures = Parsed<typeof quality>;
export type Figures = Parsed<typeof total>;
export type WeekFigures = Parsed<typeof weekRow>;

/** How the server refuses: a code for the program, a sentence for the person. */
export const refusal = object({ code: text, message: text });
