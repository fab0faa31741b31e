// What the live socket says.
import { EXAM_STATES, EXAM_VERDICTS } from "../domain/verdict.ts";
import { mainReason, rescan, sliceOpinion, stripTile } from "./exam.ts";
import { ContractError, flag, list, nullable, number, object, oneOf, text, type Parsed, type Parser } from "./parse.ts";
import { review } from "./review.ts";

const examChanged = object({
  /** Whose console the exam belongs to, if it is one of MRE. */
  scanner: text,
  is_mre: flag,
  last_image_at: text,
  seen_by: text,
  state: oneOf(EXAM_STATES),
  verdict: nullable(oneOf(EXAM_VERDICTS)),
  why: text,
  policy: text,
  policy_sentence: text,
  seconds_to_verdict: nullable(number),
  seen_at: nullable(text),
  images: number,
  expected_slices: nullable(number),
  warnings: list(text),
  attempt: number,
  previous_attempt: nullable(text),
  reason: mainReason,
  rescan,
  slices: list(stripTile),
});

const DATA = {
  "exam.changed": examChanged,
  "slice.changed": object({ slice: sliceOpinion }),
  "review.added": object({ review, slices: list(stripTile) }),
  /** That there is a new version, not what it is: who may see it fetches it. */
  "region.added": object({ slice: number, region: number, reader: number }),
  "reading.changed": object({ readers: list(text) }),
  "archive.changed": object({ ok: flag, since: text, detail: text }),
  "ensemble.promoted": object({ name: text, version: text }),
  "study.changed": object({ study: number }),
  "policy.changed": object({ policy: text, sentence: text }),
};

type Data = typeof DATA;
export type EventKind = keyof Data;
const KINDS = Object.keys(DATA) as EventKind[];

interface Envelope<K extends EventKind> {
  seq: number;
  at: string;
  exam: string | null;
  kind: K;
  data: Parsed<Data[K]>;
}
/** One row of the event log, told apart by `kind`. */
export type LiveEvent = { [K in EventKind]: Envelope<K> }[EventKind];

/** An event of a kind that this page does not know: it counts, and nothing more. */
export interface UnknownEvent {
  seq: number;
  kind: null;
}

export type LiveMessage =
  | { type: "hello"; seq: number }
  | { type: "reset"; seq: number }
  | { type: "event"; event: LiveEvent | UnknownEvent }
  | { type: "error"; message: string };

const envelope = object({ seq: number, at: text, exam: nullable(text), kind: text });
const numbered = object({ seq: number });

function parseEvent(value: unknown): LiveEvent | UnknownEvent {
  const head = envelope(value, "event");
  const kind = KINDS.find((one) => one === head.kind);
  if (kind === undefined) return { seq: head.seq, kind: null };
  const parse: Parser<unknown> = DATA[kind];
  const data = parse((value as { data?: unknown }).data, `${kind}.data`);
  return { ...head, kind, data } as LiveEvent;
}

export const liveMessage: Parser<LiveMessage> = (value, path) => {
  const { type } = object({ type: text })(value, path);
  switch (type) {
    case "hello":
    case "reset":
      return { type, seq: numbered(value, path).seq };
    case "event":
      return { type, event: parseEvent(value) };
    case "error":
      return { type, message: object({ message: text })(value, path).message };
    default:
      throw new ContractError("type", "hello, reset, event or error", type);
  }
};
