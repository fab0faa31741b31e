// The hatch of the CMOE: where the confidence is too low to measure.

/** Confidence from which on a pixel counts, as the vendors and the published method have it. */
export const CONFIDENCE_THRESHOLD = 0.95;

const THOUSANDTHS = 1000;

export const confidenceAt = (thousandths: number): number => thousandths / THOUSANDTHS;

/** RGBA bytes (n x 4): opaque where the confidence (uint16, thousandths) lies under `threshold`, else clear. */
export function doubtfulMask(
  confidence: Uint16Array,
  threshold: number = CONFIDENCE_THRESHOLD,
): Uint8ClampedArray<ArrayBuffer> {
  const limit = Math.round(threshold * THOUSANDTHS);
  const bytes = new Uint8ClampedArray(confidence.length * 4);
  confidence.forEach((value, place) => {
    if (value < limit) bytes[place * 4 + 3] = 255;
  });
  return bytes;
}
