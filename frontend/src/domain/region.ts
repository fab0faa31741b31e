// The edge of a region in pixels of the stiffness map, and which pixels it encloses: the server's rules, step by step.

export const SHAPES = ["freehand", "ellipse", "polygon"] as const;
export type Shape = (typeof SHAPES)[number];

/** Column and row; whole numbers are the centres of pixels. */
export type Point = readonly [col: number, row: number];

export interface Outline {
  shape: Shape;
  /** Corners in order, the last joined to the first; or both ends of an ellipse's one axis, then of the other. */
  points: readonly Point[];
}

interface Ellipse {
  centre: Point;
  first: Point;
  second: Point;
  determinant: number;
}

function ellipseOf([one = [0, 0], other = [0, 0], third = [0, 0], fourth = [0, 0]]: readonly Point[]): Ellipse {
  const centre: Point = [(one[0] + other[0]) / 2, (one[1] + other[1]) / 2];
  const first: Point = [(other[0] - one[0]) / 2, (other[1] - one[1]) / 2];
  const second: Point = [(fourth[0] - third[0]) / 2, (fourth[1] - third[1]) / 2];
  return { centre, first, second, determinant: first[0] * second[1] - first[1] * second[0] };
}

/** A place, written in the half axes, lies within the unit circle; the edge belongs to the ellipse. */
function isInEllipse({ centre, first, second, determinant }: Ellipse, col: number, row: number): boolean {
  const across = col - centre[0];
  const down = row - centre[1];
  const alongFirst = (across * second[1] - down * second[0]) / determinant;
  const alongSecond = (down * first[0] - across * first[1]) / determinant;
  return alongFirst * alongFirst + alongSecond * alongSecond <= 1;
}

/** Even-odd rule; a place exactly on an edge belongs to the piece on its right and below. */
function isInPolygon(points: readonly Point[], col: number, row: number): boolean {
  let isInside = false;
  let before = points.at(-1) ?? [0, 0];
  for (const at of points) {
    if (at[1] > row !== before[1] > row) {
      const edge = ((before[0] - at[0]) * (row - at[1])) / (before[1] - at[1]) + at[0];
      if (col < edge) isInside = !isInside;
    }
    before = at;
  }
  return isInside;
}

export function contains({ shape, points }: Outline, [col, row]: Point): boolean {
  return shape === "ellipse" ? isInEllipse(ellipseOf(points), col, row) : isInPolygon(points, col, row);
}

/** Indices (row * cols + col) of the pixels whose centres lie inside. */
export function rasterise(outline: Outline, { rows, cols }: { rows: number; cols: number }): number[] {
  const box = boundsOf(outline);
  const found: number[] = [];
  for (let row = Math.max(0, Math.ceil(box.top)); row < rows && row <= box.bottom; row += 1) {
    for (let col = Math.max(0, Math.ceil(box.left)); col < cols && col <= box.right; col += 1) {
      if (contains(outline, [col, row])) found.push(row * cols + col);
    }
  }
  return found;
}

export interface Bounds {
  left: number;
  right: number;
  top: number;
  bottom: number;
}

/** The upright box around the outline. */
export function boundsOf(outline: Outline): Bounds {
  if (outline.shape === "ellipse") {
    const { centre, first, second } = ellipseOf(outline.points);
    // A hair wider: the edge belongs to the ellipse, and rounding must not cut it off.
    const across = Math.hypot(first[0], second[0]) + 1e-6;
    const down = Math.hypot(first[1], second[1]) + 1e-6;
    return { left: centre[0] - across, right: centre[0] + across, top: centre[1] - down, bottom: centre[1] + down };
  }
  const cols = outline.points.map(([col]) => col);
  const rows = outline.points.map(([, row]) => row);
  return { left: Math.min(...cols), right: Math.max(...cols), top: Math.min(...rows), bottom: Math.max(...rows) };
}

const ARC_STEPS = 64;

/** The edge as a closed line of points, for drawing. */
export function edgeOf(outline: Outline): readonly Point[] {
  if (outline.shape !== "ellipse") return outline.points;
  const { centre, first, second } = ellipseOf(outline.points);
  return Array.from({ length: ARC_STEPS }, (_, step) => {
    const angle = (2 * Math.PI * step) / ARC_STEPS;
    const [along, aside] = [Math.cos(angle), Math.sin(angle)];
    return [
      centre[0] + along * first[0] + aside * second[0],
      centre[1] + along * first[1] + aside * second[1],
    ] as const;
  });
}

/** Places are kept to a hundredth of a pixel, on the wire as on the screen. */
const rounded = (value: number): number => Math.round(value * 100) / 100;
export const roundPoint = ([col, row]: Point): Point => [rounded(col), rounded(row)];

const mapped = ({ shape, points }: Outline, change: (point: Point) => Point): Outline => ({
  shape,
  points: points.map((point) => roundPoint(change(point))),
});

export const moved = (outline: Outline, across: number, down: number): Outline =>
  mapped(outline, ([col, row]) => [col + across, row + down]);

export function centreOf({ points }: Outline): Point {
  const sum = points.reduce<Point>(([col, row], point) => [col + point[0], row + point[1]], [0, 0]);
  return [sum[0] / points.length, sum[1] / points.length];
}

/** Wider (or narrower) by `pixels` at the mean distance of its points from their centre; never under two pixels. */
export function grown(outline: Outline, pixels: number): Outline {
  const [col, row] = centreOf(outline);
  const distances = outline.points.map((point) => Math.hypot(point[0] - col, point[1] - row));
  const radius = distances.reduce((sum, distance) => sum + distance, 0) / distances.length;
  const factor = Math.max(2, radius + pixels) / radius;
  return mapped(outline, (point) => [col + (point[0] - col) * factor, row + (point[1] - row) * factor]);
}

/** One handle pulled to a new place. An ellipse keeps its centre, its right angles and its other axis. */
export function pulled(outline: Outline, handle: number, to: Point): Outline {
  if (outline.shape !== "ellipse") {
    return { ...outline, points: outline.points.map((point, place) => (place === handle ? roundPoint(to) : point)) };
  }
  const { centre, first, second } = ellipseOf(outline.points);
  const [pulledAxis, otherAxis] = handle < 2 ? [first, second] : [second, first];
  const sign = handle % 2 === 0 ? -1 : 1;
  const axis: Point = [(to[0] - centre[0]) * sign, (to[1] - centre[1]) * sign];
  const length = Math.hypot(...axis);
  if (length < 1) return outline;
  const other = Math.hypot(...otherAxis) / length;
  // The other axis stays on the side on which it was.
  const side = Math.sign(pulledAxis[0] * otherAxis[1] - pulledAxis[1] * otherAxis[0]) || 1;
  const across: Point = [-axis[1] * other * side, axis[0] * other * side];
  return handle < 2 ? ellipse(centre, axis, across) : ellipse(centre, across, axis);
}

function ellipse([col, row]: Point, first: Point, second: Point): Outline {
  const points: Point[] = [
    [col - first[0], row - first[1]],
    [col + first[0], row + first[1]],
    [col - second[0], row - second[1]],
    [col + second[0], row + second[1]],
  ];
  return { shape: "ellipse", points: points.map(roundPoint) };
}

/** The upright ellipse in the box between two corners; null where the box is too narrow to mean one. */
export function ellipseBetween(from: Point, to: Point): Outline | null {
  const [across, down] = [Math.abs(to[0] - from[0]) / 2, Math.abs(to[1] - from[1]) / 2];
  if (Math.min(across, down) < 1) return null;
  return ellipse([(from[0] + to[0]) / 2, (from[1] + to[1]) / 2], [across, 0], [0, down]);
}

/** Hands are finer than pixels: a freehand line keeps a point every so many pixels. */
const FREEHAND_STEP = 0.75;

/** A freehand line with one more point, if the hand has moved on far enough. */
export function extended(line: readonly Point[], to: Point): readonly Point[] {
  const last = line.at(-1);
  if (last && Math.hypot(to[0] - last[0], to[1] - last[1]) < FREEHAND_STEP) return line;
  return [...line, roundPoint(to)];
}

/** The corners as an outline; null while they enclose nothing. */
export const closed = (shape: "freehand" | "polygon", points: readonly Point[]): Outline | null =>
  points.length < 3 ? null : { shape, points: points.map(roundPoint) };

export const isSame = (one: Outline | null, other: Outline | null): boolean =>
  JSON.stringify(one) === JSON.stringify(other);
