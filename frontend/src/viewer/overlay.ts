// What is drawn over a pane on a plain canvas: the hatch, and where the pointer is in the other panes.
import { doubtfulMask } from "../domain/hatch.ts";
import { worldAt } from "../domain/geometry.ts";
import type { ImageDescription } from "../domain/image.ts";

export interface Hatch {
  image: ImageDescription;
  mask: HTMLCanvasElement;
}

/** Screen pixels between two strokes, and the width of a stroke. */
const PERIOD = 7;
const STROKE = 2;

/** Prepares the hatch of one confidence map. */
export function prepareHatch(image: ImageDescription, confidence: Uint16Array): Hatch {
  const mask = document.createElement("canvas");
  mask.width = image.cols;
  mask.height = image.rows;
  const pixels = new ImageData(doubtfulMask(confidence), image.cols, image.rows);
  mask.getContext("2d")?.putImageData(pixels, 0, 0);
  return { image, mask };
}

type Project = (world: readonly number[]) => readonly [number, number];

/** The picture's outer corners on the canvas: half a pixel beyond the first and the last centre. */
function corners({ image }: Hatch, project: Project) {
  const [left, top] = project(worldAt(image, { row: -0.5, col: -0.5 }));
  const [right, bottom] = project(worldAt(image, { row: image.rows - 0.5, col: image.cols - 0.5 }));
  return { left, top, width: right - left, height: bottom - top };
}

function drawStrokes(context: CanvasRenderingContext2D, width: number, height: number): void {
  context.lineWidth = STROKE;
  context.strokeStyle = "#000";
  context.beginPath();
  for (let x = 0; x < width + height; x += PERIOD) {
    context.moveTo(x, 0);
    context.lineTo(x - height, height);
  }
  context.stroke();
}

function drawHatch(context: CanvasRenderingContext2D, hatch: Hatch, project: Project, size: [number, number]): void {
  const { left, top, width, height } = corners(hatch, project);
  context.imageSmoothingEnabled = false;
  context.drawImage(hatch.mask, left, top, width, height);
  // Strokes stay only where the mask has been drawn.
  context.globalCompositeOperation = "source-in";
  const strokes = document.createElement("canvas");
  [strokes.width, strokes.height] = size;
  const strokeContext = strokes.getContext("2d");
  if (strokeContext) drawStrokes(strokeContext, ...size);
  context.drawImage(strokes, 0, 0);
  context.globalCompositeOperation = "source-over";
}

const ARM = 7;
const GAP = 3;

function drawCross(context: CanvasRenderingContext2D, [x, y]: readonly [number, number]): void {
  context.beginPath();
  for (const [across, down] of [[1, 0], [-1, 0], [0, 1], [0, -1]] as const) {
    context.moveTo(x + across * GAP, y + down * GAP);
    context.lineTo(x + across * ARM, y + down * ARM);
  }
  context.lineWidth = 3;
  context.strokeStyle = "#000";
  context.stroke();
  context.lineWidth = 1.2;
  context.strokeStyle = "#fff";
  context.stroke();
}

/** Draws everything anew; `canvas` is as large as the pane. */
export function drawOverlay(
  canvas: HTMLCanvasElement,
  { hatch, cursor, project }: { hatch: Hatch | null; cursor: readonly number[] | null; project: Project },
): void {
  const context = canvas.getContext("2d");
  if (!context) return;
  const size: [number, number] = [canvas.clientWidth, canvas.clientHeight];
  [canvas.width, canvas.height] = size;
  if (hatch) drawHatch(context, hatch, project, size);
  if (cursor) drawCross(context, project(cursor));
}
