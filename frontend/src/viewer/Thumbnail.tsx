// A slice in small: its elastogram or colour picture, drawn without Cornerstone.
import { useEffect, useRef } from "react";

import type { ImageDescription } from "../domain/image.ts";
import { paintStiffness } from "../domain/paint.ts";
import { loadPixels, type Pixels } from "./pixels.ts";

const coloursOf = (pixels: Pixels): Uint8Array =>
  pixels instanceof Uint16Array ? paintStiffness(pixels) : pixels;

function draw(canvas: HTMLCanvasElement, { rows, cols }: ImageDescription, pixels: Pixels): void {
  const colours = coloursOf(pixels);
  const picture = new ImageData(cols, rows);
  for (let place = 0; place < rows * cols; place += 1) {
    picture.data.set(colours.subarray(3 * place, 3 * place + 3), 4 * place);
    picture.data[4 * place + 3] = 255;
  }
  canvas.width = cols;
  canvas.height = rows;
  canvas.getContext("2d")?.putImageData(picture, 0, 0);
}

/** Stays black where there is no picture or it does not come: the pane says why. */
export function Thumbnail({ image }: { image: ImageDescription | undefined }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    if (!image) return;
    let isWanted = true;
    loadPixels(image).then(
      (pixels) => isWanted && canvas.current && draw(canvas.current, image, pixels),
      () => undefined,
    );
    return () => {
      isWanted = false;
    };
  }, [image]);
  return <canvas ref={canvas} className="thumbnail" width="1" height="1" aria-hidden="true" />;
}
