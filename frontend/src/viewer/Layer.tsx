// A map laid over a picture on a plain canvas: the hatch of doubt, the veil of a heat map.
import { useEffect, useMemo, useRef } from "react";

import { doubtfulMask } from "../domain/hatch.ts";
import { heatVeil } from "../domain/heat.ts";
import type { ImageDescription } from "../domain/image.ts";
import { placeOver, type Placement } from "../domain/placement.ts";
import { canvasOf, place } from "./canvas.ts";
import { useMap } from "./maps.ts";

/** Screen pixels between two strokes, and the width of a stroke. */
const PERIOD = 7;
const STROKE = 2;

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
  const mask = useMemo(() => map && canvasOf(map.image, doubtfulMask(map.values, threshold)), [map, threshold]);
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
  const veil = useMemo(() => map && canvasOf(map.image, heatVeil(map.values)), [map]);
  useEffect(() => {
    if (canvas.current && veil) place(canvas.current, veil, placeOver(placement, heat), true);
  }, [veil, placement, heat]);
  return veil && <canvas ref={canvas} className="pane__layer" data-layer="heat" />;
}
