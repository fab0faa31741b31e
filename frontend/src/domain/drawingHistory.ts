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

/** The history of one slice. */
export interface Page {
  history: DrawingHistory;
  /** The name under which the present is to be sent; null once the server has it. */
  unsaved: string | null;
}

/** By slice; only those that were drawn on here. */
export type Book = Readonly<Partial<Record<number, Page>>>;

/** A slice's page. What another window has changed meanwhile begins a new one, unless there is something to send. */
export function pageOf(book: Book, slice: number, kept: Drawn): Page {
  const page = book[slice];
  const isCurrent = page && (page.unsaved !== null || isSame(page.history.present.outline, kept.outline));
  return isCurrent ? page : { history: begun(kept), unsaved: null };
}

/** The book after a step on one slice, to be sent under `name`. */
export function stepped(book: Book, slice: number, kept: Drawn, step: Step, name: string): Book {
  const page = pageOf(book, slice, kept);
  const history = step(page.history);
  return history === page.history ? book : { ...book, [slice]: { history, unsaved: name } };
}

/** The server has what was sent under `name`; what was drawn since goes on waiting under its own. */
export function saved(book: Book, slice: number, name: string): Book {
  const page = book[slice];
  return page?.unsaved === name ? { ...book, [slice]: { ...page, unsaved: null } } : book;
}
