// The hatch of the CMOE: where the confidence is too low to measure.

/** Confidence from which on a pixel counts, as the vendors and the published method have it: that of the verdict. */
export const CONFIDENCE_THRESHOLD = 0.95;

/** Where a reader may move it to look closer, and in which steps. */
export const THRESHOLDS = { least: 0.5, most: 0.99, step: 0.01 } as const;

const THOUSANDTHS = 1000;

export const confidenceAt = (thousandths: number): number => thousandths / THOUSANDTHS;
export const thousandths = (share: number): number => Math.round(share * THOUSANDTHS);

export const isVerdictThreshold = (threshold: number): boolean =>
  thousandths(threshold) === thousandths(CONFIDENCE_THRESHOLD);

const OPAQUE_BLACK = 0xff000000;

/** RGBA bytes (n x 4): opaque where the confidence (uint16, thousandths) lies under `threshold`, else clear. */
export function doubtfulMask(confidence: Uint16Array, threshold: number): Uint8ClampedArray<ArrayBuffer> {
  const limit = thousandths(threshold);
  const pixels = new Uint32Array(confidence.length);
  for (let place = 0; place < confidence.length; place += 1) {
    if ((confidence[place] ?? 0) < limit) pixels[place] = OPAQUE_BLACK;
  }
  return new Uint8ClampedArray(pixels.buffer);
}
