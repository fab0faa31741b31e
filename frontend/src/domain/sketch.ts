// A region while the hand is on it: being drawn, pulled or moved, and not yet a step of its history.
import {
  closed,
  ellipseBetween,
  extended,
  moved,
  pulled,
  roundPoint,
  type Outline,
  type Point,
  type Shape,
} from "./region.ts";

export type Sketch =
  /** A line that grows while the pointer is down. */
  | { kind: "freehand"; points: readonly Point[] }
  /** Corners set one by one; `ahead` is where the next one would be. */
  | { kind: "polygon"; points: readonly Point[]; ahead: Point }
  | { kind: "ellipse"; from: Point; to: Point }
  | { kind: "pull"; before: Outline; handle: number; to: Point | null }
  | { kind: "move"; before: Outline; from: Point; to: Point };

/** Corners nearer to each other than this (pixels) were set by one double click. */
const SAME_CORNER = 0.5;

const distance = (one: Point, other: Point): number => Math.hypot(one[0] - other[0], one[1] - other[1]);

/** A tool touches the picture. `reach` is how many pixels count as "on the first corner". */
export function pressed(tool: Shape, sketch: Sketch | null, at: Point, reach: number): Sketch | Outline {
  if (tool === "freehand") return { kind: "freehand", points: [roundPoint(at)] };
  if (tool === "ellipse") return { kind: "ellipse", from: at, to: at };
  return cornerSet(sketch?.kind === "polygon" ? sketch.points : [], at, reach);
}

function cornerSet(points: readonly Point[], at: Point, reach: number): Sketch | Outline {
  const [first] = points;
  const whole = closed("polygon", points);
  if (whole && first && distance(first, at) <= reach) return whole;
  const last = points.at(-1);
  const isNew = !last || distance(last, at) > SAME_CORNER;
  return { kind: "polygon", points: isNew ? [...points, roundPoint(at)] : points, ahead: at };
}

/** The pointer goes on. */
export function dragged(sketch: Sketch, at: Point): Sketch {
  switch (sketch.kind) {
    case "freehand":
      return { ...sketch, points: extended(sketch.points, at) };
    case "polygon":
      return { ...sketch, ahead: at };
    default:
      return { ...sketch, to: at };
  }
}

/** What the sketch would become if it ended now; null while it encloses nothing. */
export function outlineOf(sketch: Sketch): Outline | null {
  switch (sketch.kind) {
    case "freehand":
      return closed("freehand", sketch.points);
    case "polygon":
      return closed("polygon", sketch.points);
    case "ellipse":
      return ellipseBetween(sketch.from, sketch.to);
    case "pull":
      return sketch.to ? pulled(sketch.before, sketch.handle, sketch.to) : sketch.before;
    case "move":
      return moved(sketch.before, sketch.to[0] - sketch.from[0], sketch.to[1] - sketch.from[1]);
  }
}

/** Whether the sketch changes a region that is there, rather than drawing a new one. */
export const isEditing = ({ kind }: Sketch): boolean => kind === "pull" || kind === "move";
