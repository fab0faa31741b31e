// The wave as a film: how fast its offsets follow each other, and which way round.

/** Frames a second. */
export const SPEEDS = [2, 4, 8, 12, 20] as const;
export type Speed = (typeof SPEEDS)[number];

export type Direction = "forwards" | "backwards";

/** The beat after `beat`: films of any length count by the same beats, so that they keep step. */
export const nextBeat = (beat: number, direction: Direction): number => beat + (direction === "forwards" ? 1 : -1);

/** The frame that a film without end shows at a beat, which may be negative. */
export const frameAt = (beat: number, frames: number): number =>
  frames < 2 ? 0 : ((beat % frames) + frames) % frames;

/** The next speed up or down; the ends stay where they are. */
export function changedSpeed(speed: Speed, step: 1 | -1): Speed {
  const place = SPEEDS.indexOf(speed) + step;
  return SPEEDS[Math.min(SPEEDS.length - 1, Math.max(0, place))] ?? speed;
}
