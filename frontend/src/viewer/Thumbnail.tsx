// A slice in small: its elastogram or colour picture, drawn without Cornerstone.
import { useEffect, useRef } from "react";

import type { ImageDescription } from "../domain/image.ts";
import type { Look } from "../domain/look.ts";
import { paint, scaleOf } from "../domain/paint.ts";
import { withAlpha } from "./canvas.ts";
import { loadPixels, type Pixels } from "./pixels.ts";

/** As the method has it, whatever the panes show: thumbnails are for finding a slice again. */
const LOOK: Look = { kind: "stiffness", range: 8, colours: "customary" };

const coloursOf = (pixels: Pixels): Uint8Array =>
  pixels instanceof Uint16Array ? paint(LOOK, pixels, scaleOf(LOOK, pixels)) : pixels;

function draw(canvas: HTMLCanvasElement, { rows, cols }: ImageDescription, pixels: Pixels): void {
  canvas.width = cols;
  canvas.height = rows;
  canvas.getContext("2d")?.putImageData(new ImageData(withAlpha(coloursOf(pixels)), cols, rows), 0, 0);
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
