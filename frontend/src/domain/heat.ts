// The heat map of a vote as a veil over another picture: the clearer, the less it moved.
import { SIGNED_COLOURS } from "./colours.ts";
import { HEAT_ZERO } from "./paint.ts";

const MOST_OPAQUE = 200;

/** RGBA bytes (n x 4) of a heat map (uint16, thousandths + 1000). */
export function heatVeil(heat: Uint16Array): Uint8ClampedArray<ArrayBuffer> {
  const bytes = new Uint8ClampedArray(heat.length * 4);
  const last = SIGNED_COLOURS.length - 1;
  heat.forEach((value, place) => {
    const push = Math.max(-1, Math.min(1, (value - HEAT_ZERO) / HEAT_ZERO));
    bytes.set(SIGNED_COLOURS[Math.round(((push + 1) / 2) * last)] ?? [], 4 * place);
    bytes[4 * place + 3] = MOST_OPAQUE * Math.sqrt(Math.abs(push));
  });
  return bytes;
}
