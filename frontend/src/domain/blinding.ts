// Reading blind: what a reader must not know before their own opinion is locked.

export interface Blinding {
  study: string;
  to_read: number;
  /** Slices on which the reader's opinion is locked. */
  locked: number[];
}

export const isBlindTo = (blinding: Blinding | null, slice: number): boolean =>
  blinding !== null && !blinding.locked.includes(slice);
