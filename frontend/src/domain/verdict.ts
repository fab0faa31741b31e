// The words of a verdict, and the mark that carries it: shape first, colour second.

export const SLICE_VERDICTS = ["diagnostic", "non_diagnostic", "undecided", "not_assessed"] as const;
export type SliceVerdict = (typeof SLICE_VERDICTS)[number];

export const SLICE_STATES = ["waiting", "assessing", "assessed", "not_assessed"] as const;
export type SliceState = (typeof SLICE_STATES)[number];

export const EXAM_VERDICTS = ["adequate", "limited", "inadequate", "not_assessed"] as const;
export type ExamVerdict = (typeof EXAM_VERDICTS)[number];

export const EXAM_STATES = ["receiving", "provisional", "final", "withdrawn"] as const;
export type ExamState = (typeof EXAM_STATES)[number];

export const QUALITIES = ["diagnostic", "limited", "non_diagnostic"] as const;
export type Quality = (typeof QUALITIES)[number];

export type Mark = "check" | "cross" | "question" | "dash" | "pulse" | "hidden";

/** A reader's right to decide rests on this: only a clear verdict can be accepted. */
export const isAcceptable = (verdict: SliceVerdict | null): boolean =>
  verdict === "diagnostic" || verdict === "non_diagnostic";

const SLICE_MARKS: Record<SliceVerdict, Mark> = {
  diagnostic: "check",
  non_diagnostic: "cross",
  undecided: "question",
  not_assessed: "dash",
};

const EXAM_MARKS: Record<ExamVerdict, Mark> = {
  adequate: "check",
  limited: "question",
  inadequate: "cross",
  not_assessed: "dash",
};

export interface TileState {
  state: SliceState;
  verdict: SliceVerdict | null;
}

export function markOfSlice({ state, verdict }: TileState): Mark {
  if (state === "not_assessed") return "dash";
  if (verdict !== null) return SLICE_MARKS[verdict];
  return state === "assessed" ? "hidden" : "pulse";
}

/** A reader's word stands above the ensemble's. */
export function markOfDecided(slice: TileState & { reviewed_quality: Quality | null }): Mark {
  if (slice.reviewed_quality === null) return markOfSlice(slice);
  return slice.reviewed_quality === "non_diagnostic" ? "cross" : "check";
}

export const markOfExam = (verdict: ExamVerdict | null): Mark =>
  verdict === null ? "pulse" : EXAM_MARKS[verdict];

const SLICE_WORDS: Record<SliceVerdict, string> = {
  diagnostic: "Diagnostic",
  non_diagnostic: "Not diagnostic",
  undecided: "Needs a person",
  not_assessed: "Not assessed",
};

export function wordsOfSlice({ state, verdict }: TileState): string {
  if (state === "not_assessed") return SLICE_WORDS.not_assessed;
  if (verdict !== null) return SLICE_WORDS[verdict];
  // The server has a verdict, and withholds it from who reads blind.
  if (state === "assessed") return "Verdict withheld";
  return state === "assessing" ? "Being assessed" : "Waiting for images";
}

const EXAM_WORDS: Record<ExamVerdict, string> = {
  adequate: "Adequate",
  limited: "Limited",
  inadequate: "Inadequate",
  not_assessed: "Not assessed",
};

export const wordsOfExam = (verdict: ExamVerdict | null): string =>
  verdict === null ? "No verdict yet" : EXAM_WORDS[verdict];

const STATE_WORDS: Record<ExamState, string> = {
  receiving: "Arriving",
  provisional: "Provisional",
  final: "Final",
  withdrawn: "Withdrawn",
};

export const wordsOfState = (state: ExamState): string => STATE_WORDS[state];

const QUALITY_WORDS: Record<Quality, string> = {
  diagnostic: "Diagnostic",
  limited: "Limited",
  non_diagnostic: "Not diagnostic",
};

export const wordsOfQuality = (quality: Quality): string => QUALITY_WORDS[quality];

/** What a reader most likely means when overriding: the other side of a clear verdict. */
export function oppositeQuality(verdict: SliceVerdict | null): Quality | null {
  if (verdict === "diagnostic") return "non_diagnostic";
  return verdict === "non_diagnostic" ? "diagnostic" : null;
}

export const needsReason = (quality: Quality | null): boolean => quality !== null && quality !== "diagnostic";
