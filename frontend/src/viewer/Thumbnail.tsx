// A slice in small: its colour elastogram, drawn without Cornerstone.
import { useEffect, useRef } from "react";

import type { ImageDescription } from "../domain/image.ts";
import { paintStiffness } from "../domain/paint.ts";
import { loadMap } from "./pixels.ts";

function draw(canvas: HTMLCanvasElement, { rows, cols }: ImageDescription, map: Uint16Array): void {
  const colours = paintStiffness(map);
  const pixels = new ImageData(cols, rows);
  for (let place = 0; place < rows * cols; place += 1) {
    pixels.data.set(colours.subarray(3 * place, 3 * place + 3), 4 * place);
    pixels.data[4 * place + 3] = 255;
  }
  canvas.width = cols;
  canvas.height = rows;
  canvas.getContext("2d")?.putImageData(pixels, 0, 0);
}

/** Stays black where there is no map or it does not come: the pane says why. */
export function Thumbnail({ image }: { image: ImageDescription | undefined }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    if (!image) return;
    let isWanted = true;
    loadMap(image).then(
      (map) => isWanted && canvas.current && draw(canvas.current, image, map),
      () => undefined,
    );
    return () => {
      isWanted = false;
    };
  }, [image]);
  return <canvas ref={canvas} className="thumbnail" width="1" height="1" aria-hidden="true" />;
}
