// Fingers on a pane: one scrolls through the slices, two move and zoom the picture between them.
export type Point = readonly [number, number];

export type Touched =
  | { kind: "scroll"; step: number }
  /** By how much the fingers went apart, and where their middle moved (screen pixels). */
  | { kind: "pinch"; spread: number; moved: Point };

/** Screen pixels that a finger travels for one slice. */
const SLICE_PX = 32;

const apart = ([a, b]: readonly [Point, Point]): number => Math.hypot(a[0] - b[0], a[1] - b[1]);
const middle = ([a, b]: readonly [Point, Point]): Point => [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2];

export class Touches {
  private readonly fingers = new Map<number, Point>();
  private travelled = 0;

  start(finger: number, at: Point): void {
    this.fingers.set(finger, at);
    this.travelled = 0;
  }

  end(finger: number): void {
    this.fingers.delete(finger);
    this.travelled = 0;
  }

  /** What the move means; null while it means nothing yet. */
  move(finger: number, at: Point): Touched | null {
    const before = this.fingers.get(finger);
    if (!before) return null;
    const pairBefore = this.pair();
    this.fingers.set(finger, at);
    const pairNow = this.pair();
    if (pairBefore && pairNow) return this.pinch(pairBefore, pairNow);
    this.travelled += at[1] - before[1];
    if (Math.abs(this.travelled) < SLICE_PX) return null;
    const step = Math.sign(this.travelled);
    this.travelled -= step * SLICE_PX;
    return { kind: "scroll", step };
  }

  private pair(): readonly [Point, Point] | null {
    const [first, second] = this.fingers.values();
    return first && second ? [first, second] : null;
  }

  private pinch(before: readonly [Point, Point], now: readonly [Point, Point]): Touched {
    const [from, to] = [middle(before), middle(now)];
    return { kind: "pinch", spread: apart(now) / Math.max(1, apart(before)), moved: [to[0] - from[0], to[1] - from[1]] };
  }
}
