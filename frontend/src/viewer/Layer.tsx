// A map laid over a picture on a plain canvas: the hatch of doubt, the veil of a heat map.
import { useEffect, useMemo, useRef } from "react";

import { doubtfulMask } from "../domain/hatch.ts";
import { heatVeil } from "../domain/heat.ts";
import type { ImageDescription } from "../domain/image.ts";
import { placeOver, type Placement } from "../domain/placement.ts";
import { useMap } from "./maps.ts";

/** Screen pixels between two strokes, and the width of a stroke. */
const PERIOD = 7;
const STROKE = 2;

function pictureOf({ rows, cols }: ImageDescription, bytes: Uint8ClampedArray<ArrayBuffer>): HTMLCanvasElement {
  const canvas = document.createElement("canvas");
  canvas.width = cols;
  canvas.height = rows;
  canvas.getContext("2d")?.putImageData(new ImageData(bytes, cols, rows), 0, 0);
  return canvas;
}

/** Clears the canvas, which is as large as the pane, and draws a picture where its pane has it. */
function place(canvas: HTMLCanvasElement, picture: HTMLCanvasElement, { matrix }: Placement, isSmooth: boolean) {
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

/** Leaves of what is drawn only diagonal strokes, as wide on every zoom. */
function keepStrokes(context: CanvasRenderingContext2D): void {
  const { width, height } = context.canvas;
  context.globalCompositeOperation = "source-in";
  context.lineWidth = STROKE;
  context.beginPath();
  for (let x = 0; x < width + height; x += PERIOD) {
    context.moveTo(x, 0);
    context.lineTo(x - height, height);
  }
  context.stroke();
}

interface HatchProps {
  placement: Placement;
  confidence: ImageDescription;
  threshold: number;
}

/** Hatches what lies under a threshold of confidence. */
export function HatchLayer({ placement, confidence, threshold }: HatchProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const map = useMap(confidence);
  const mask = useMemo(() => map && pictureOf(map.image, doubtfulMask(map.values, threshold)), [map, threshold]);
  useEffect(() => {
    if (!canvas.current || !mask) return;
    const context = place(canvas.current, mask, placeOver(placement, confidence), false);
    if (context) keepStrokes(context);
  }, [mask, placement, confidence]);
  // Until its map is here there is nothing to hatch by; an old hatch on a new slice would be wrong.
  return mask && <canvas ref={canvas} className="pane__layer" data-layer="hatch" />;
}

/** Lays a heat map over whatever is shown. */
export function HeatLayer({ placement, heat }: { placement: Placement; heat: ImageDescription }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const map = useMap(heat);
  const veil = useMemo(() => map && pictureOf(map.image, heatVeil(map.values)), [map]);
  useEffect(() => {
    if (canvas.current && veil) place(canvas.current, veil, placeOver(placement, heat), true);
  }, [veil, placement, heat]);
  return veil && <canvas ref={canvas} className="pane__layer" data-layer="heat" />;
}
