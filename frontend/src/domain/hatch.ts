// The hatch of the CMOE: where the confidence is too low to measure.

/** Confidence from which on a pixel counts, as the vendors and the published method have it. */
export const CONFIDENCE_THRESHOLD = 0.95;

const THOUSANDTHS = 1000;

/** Pixels between two strokes, and the width of a stroke, along a row. */
const PERIOD = 6;
const STROKE = 2;

export const confidenceAt = (thousandths: number): number => thousandths / THOUSANDTHS;

/**
 * RGBA bytes (rows x cols x 4) to lay over the elastogram: black diagonal strokes where the confidence
 * (uint16, thousandths) lies under `threshold`, transparent elsewhere.
 * `scale` says how many hatch pixels there are to one of the map, so that strokes stay fine when enlarged.
 */
export function drawHatch(
  confidence: Uint16Array,
  { rows, cols, scale = 1, threshold = CONFIDENCE_THRESHOLD }:
    { rows: number; cols: number; scale?: number; threshold?: number },
): Uint8ClampedArray<ArrayBuffer> {
  const limit = Math.round(threshold * THOUSANDTHS);
  const width = cols * scale;
  const bytes = new Uint8ClampedArray(rows * scale * width * 4);
  for (let y = 0; y < rows * scale; y += 1) {
    const line = Math.floor(y / scale) * cols;
    for (let x = 0; x < width; x += 1) {
      const isStroke = (x + y) % PERIOD < STROKE;
      const isDoubtful = (confidence[line + Math.floor(x / scale)] ?? 0) < limit;
      if (isStroke && isDoubtful) bytes[(y * width + x) * 4 + 3] = 255;
    }
  }
  return bytes;
}
