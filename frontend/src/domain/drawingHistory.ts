// What happened to a region, step by step, so that every step can be undone and done again.
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

export const NOTHING: Drawn = { outline: null, origin: "removed" };

export const begun = (present: Drawn): DrawingHistory => ({ past: [], present, future: [] });

/** Enough to go back to the beginning of any reading. */
const KEPT = 100;

/** A new step; what had been undone is forgotten. A step that changes nothing is none. */
export function changed(history: DrawingHistory, next: Drawn): DrawingHistory {
  if (isSame(history.present.outline, next.outline)) return history;
  return { past: [...history.past, history.present].slice(-KEPT), present: next, future: [] };
}

export function undone({ past, present, future }: DrawingHistory): DrawingHistory {
  const before = past.at(-1);
  return before ? { past: past.slice(0, -1), present: before, future: [present, ...future] } : { past, present, future };
}

export function redone({ past, present, future }: DrawingHistory): DrawingHistory {
  const [next, ...later] = future;
  return next ? { past: [...past, present], present: next, future: later } : { past, present, future };
}
