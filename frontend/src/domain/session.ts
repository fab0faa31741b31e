// One session at the scanner: what to do now, the tiles to expect, and how long each step took.
import type { ExamState, ExamVerdict, Mark, SliceVerdict, TileState } from "./verdict.ts";
import { markOfSlice, wordsOfExam } from "./verdict.ts";

interface Judged {
  state: ExamState;
  verdict: ExamVerdict | null;
  slices: TileState[];
}

const CHECK_FIRST = "Check the tube, the driver and the breath hold first.";

interface Circumstances {
  /** A verdict that is not final will not come soon. */
  isBlind?: boolean;
  /** What helps against the likely reason, where one can be told. */
  remedy?: string | null;
}

/** What the technologist does now, in a sentence or two. */
export function adviceOn(judged: Judged, { isBlind = false, remedy = null }: Circumstances = {}): string {
  const { state, verdict } = judged;
  if (verdict === "not_assessed" || (isBlind && state !== "final")) return "Judge by eye.";
  return state === "final" ? adviceAtLast(judged, remedy) : adviceMeanwhile(verdict);
}

function adviceAtLast({ verdict, slices }: Judged, remedy: string | null): string {
  if (verdict === "adequate") return "Enough. No repeat is needed.";
  return verdict === "inadequate" ? (remedy ?? CHECK_FIRST) : adviceOnLimited(slices, remedy);
}

function adviceMeanwhile(verdict: ExamVerdict | null): string {
  if (verdict === null) return "Wait: each slice is judged as it arrives.";
  return verdict === "adequate" ? "Enough so far; wait for the last slices." : "Wait for the last slices.";
}

const MARK_WORDS: Partial<Record<Mark, string>> = { question: "a question mark", dash: "a dash" };

function adviceOnLimited(slices: TileState[], remedy: string | null): string {
  const marks = new Set(slices.map(markOfSlice));
  const unclear = [...marks].map((mark) => MARK_WORDS[mark]).filter((words) => words !== undefined);
  const byEye = unclear.length > 0 ? `judge those with ${unclear.sort().join(" or ")} by eye` : "";
  if (marks.has("cross") && remedy) return `For the slices with a cross: ${remedy}${byEye && ` Also ${byEye}.`}`;
  if (marks.has("cross")) return `Repeat the slices with a cross${byEye && `; ${byEye}`}.`;
  return byEye ? `Of the slices, ${byEye}.` : "No slice failed: repeat with more slices over the liver.";
}

const count = (slices: TileState[], verdict: SliceVerdict): number =>
  slices.filter((slice) => slice.verdict === verdict).length;

/** "inadequate, 0 of 5": an attempt in a glance. */
export const attemptInShort = ({ verdict, slices }: Omit<Judged, "state">): string =>
  `${wordsOfExam(verdict).toLowerCase()}, ${count(slices, "diagnostic")} of ${slices.length}`;

interface Helped {
  previous_verdict: ExamVerdict | null;
  /** Null until the verdict is final. */
  helped: boolean | null;
}

/** Whether a repeat was worth it. */
export function wordsOfOutcome({ previous_verdict: before, helped }: Helped, verdict: ExamVerdict | null): string {
  if (helped === null) return "Whether the repeat helped is known with the final verdict.";
  const was = wordsOfExam(before).toLowerCase();
  if (helped) return `The repeat helped: ${was} before, ${wordsOfExam(verdict).toLowerCase()} now.`;
  return verdict === before ? `The repeat did not help: still ${was}.` : `The repeat did not help: ${was} before.`;
}

/** How many of the expected slices have sent nothing yet. */
export const missingSlices = (arrived: number, expected: number | null): number =>
  Math.max(0, (expected ?? 0) - arrived);

/** When the final verdict was there (milliseconds), or null before. */
export const verdictAt = (lastImageAt: number | null, secondsToVerdict: number | null): number | null =>
  lastImageAt === null || secondsToVerdict === null ? null : lastImageAt + 1000 * secondsToVerdict;

/** Seconds from one moment to a later one; clocks may differ a little, so never less than none. */
export const secondsBetween = (from: number, to: number): number => Math.max(0, (to - from) / 1000);

const two = (value: number): string => String(value).padStart(2, "0");

/** A running clock: "12 s", "2 min 05 s", "3 h 07 min". */
export function formatElapsed(elapsed: number): string {
  const seconds = Math.floor(elapsed);
  const minutes = Math.floor(seconds / 60);
  if (minutes === 0) return `${seconds} s`;
  if (minutes < 60) return `${minutes} min ${two(seconds % 60)} s`;
  return `${Math.floor(minutes / 60)} h ${two(minutes % 60)} min`;
}

/** Images of a scanner follow each other closer than this. */
const STILL_COMING_S = 3;

/** How long no image has come. While they come there is nothing to count: a clock would only jump between 0 and 1. */
export const formatWait = (elapsed: number): string => (elapsed < STILL_COMING_S ? "now" : formatElapsed(elapsed));
