// What happened to a reader's region on each slice, step by step: to undo, to do again, and to know what is unsaved.
import { isSame, type Outline } from "./region.ts";

/** A region as it stood after a step. */
export interface Drawn {
  /** null where there is no region. */
  outline: Outline | null;
  origin: "drawn" | "proposed" | "edited" | "removed";
}

export interface DrawingHistory {
  past: readonly Drawn[];
  present: Drawn;
  future: readonly Drawn[];
}

export type Step = (history: DrawingHistory) => DrawingHistory;

export const NOTHING: Drawn = { outline: null, origin: "removed" };

export const begun = (present: Drawn): DrawingHistory => ({ past: [], present, future: [] });

/** Enough to go back to the beginning of any reading. */
const KEPT = 100;

/** A new step; what had been undone is forgotten. A step that changes nothing is none. */
export const changedTo =
  (next: Drawn): Step =>
  (history) =>
    isSame(history.present.outline, next.outline)
      ? history
      : { past: [...history.past, history.present].slice(-KEPT), present: next, future: [] };

export const undone: Step = (history) => {
  const { past, present, future } = history;
  const before = past.at(-1);
  return before ? { past: past.slice(0, -1), present: before, future: [present, ...future] } : history;
};

export const redone: Step = (history) => {
  const { past, present, future } = history;
  const [next, ...later] = future;
  return next ? { past: [...past, present], present: next, future: later } : history;
};

/** What the server has of a slice. */
export interface Kept {
  drawn: Drawn;
  /** 0 where it has nothing yet. */
  version: number;
}

/** How a region goes to the server: under a name of its own, with what it was drawn on. */
export interface Unsent {
  name: string;
  exam: string;
  assessment: number | null;
  /** The version of the map that was drawn on. */
  pixels: string;
  threshold: number;
}

/** The history of one slice. */
export interface Page {
  history: DrawingHistory;
  /** The newest version that was known here. */
  version: number;
  /** How the present is to be sent; null once the server has it. */
  unsent: Unsent | null;
}

/** By slice; only those that were drawn on here. */
export type Book = Readonly<Partial<Record<number, Page>>>;

/** A slice's page. A version from another window begins a new one, unless there is something to send. */
export function pageOf(book: Book, slice: number, { drawn, version }: Kept): Page {
  const page = book[slice];
  const isCurrent = page && (page.unsent !== null || page.version >= version);
  return isCurrent ? page : { history: begun(drawn), version, unsent: null };
}

/** The book after a step on one slice, which is to be sent. */
export function stepped(book: Book, slice: number, kept: Kept, step: Step, unsent: Unsent): Book {
  const page = pageOf(book, slice, kept);
  const history = step(page.history);
  return history === page.history ? book : { ...book, [slice]: { ...page, history, unsent } };
}

/** The book when a slice is to be sent as it is, once more. */
export const sentAgain = (book: Book, slice: number, kept: Kept, unsent: Unsent): Book => ({
  ...book,
  [slice]: { ...pageOf(book, slice, kept), unsent },
});

/** The server has what was sent under `name`; what was drawn since goes on waiting under its own. */
export function saved(book: Book, slice: number, name: string, version: number): Book {
  const page = book[slice];
  if (!page) return book;
  return { ...book, [slice]: { ...page, version, unsent: page.unsent?.name === name ? null : page.unsent } };
}
