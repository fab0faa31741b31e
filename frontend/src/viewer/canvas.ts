// Pictures on plain canvases, laid where a pane has them.
import type { ImageDescription } from "../domain/image.ts";
import type { Placement } from "../domain/placement.ts";

/** A picture of its own size from RGBA bytes. */
export function canvasOf({ rows, cols }: ImageDescription, bytes: Uint8ClampedArray<ArrayBuffer>): HTMLCanvasElement {
  const canvas = document.createElement("canvas");
  canvas.width = cols;
  canvas.height = rows;
  canvas.getContext("2d")?.putImageData(new ImageData(bytes, cols, rows), 0, 0);
  return canvas;
}

/** Clears the canvas, which is as large as the pane, and draws a picture where its pane has it. */
export function place(canvas: HTMLCanvasElement, picture: HTMLCanvasElement, { matrix }: Placement, isSmooth: boolean) {
  const context = canvas.getContext("2d");
  canvas.width = canvas.clientWidth;
  canvas.height = canvas.clientHeight;
  if (!context) return null;
  context.setTransform(...matrix);
  context.imageSmoothingEnabled = isSmooth;
  // A pixel reaches half its size around its centre.
  context.drawImage(picture, -0.5, -0.5);
  context.resetTransform();
  return context;
}

/** RGBA bytes of RGB bytes. */
export function withAlpha(colours: Uint8Array): Uint8ClampedArray<ArrayBuffer> {
  const bytes = new Uint8ClampedArray((colours.length / 3) * 4).fill(255);
  for (let from = 0, to = 0; from < colours.length; from += 3, to += 4) {
    bytes[to] = colours[from] ?? 0;
    bytes[to + 1] = colours[from + 1] ?? 0;
    bytes[to + 2] = colours[from + 2] ?? 0;
  }
  return bytes;
}
