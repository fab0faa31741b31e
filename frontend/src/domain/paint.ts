// Pictures painted from the integers of the wire: the same numbers on every screen, clipped maps included.
import { BURNED_IN_COLOUR, type Colour, type ColourTable } from "./colours.ts";
import { tableOf, type Look } from "./look.ts";
import { BURNED_IN, OUTSIDE_BODY, pascals, kilopascal, type RangeKpa } from "./stiffness.ts";

/** What the wire adds so that signed values travel as unsigned ones. */
export const WAVE_ZERO = 32768;
export const HEAT_ZERO = 1000;
const SURE = 1000;

/** The scale of a wave never ends below this (milliradians): no wave must look like one. */
const LEAST_WAVE_SCALE = 500;

/** Values from `low` (first colour) to `high` (last). */
export interface Scale {
  low: number;
  high: number;
}

const BLACK: Colour = [0, 0, 0];

/** RGB bytes (n x 3): each value by its place on the scale, exceptions by their own colour. */
function paintScaled(
  values: Uint16Array,
  { low, high }: Scale,
  table: ColourTable,
  exceptions: ReadonlyMap<number, Colour> = new Map(),
): Uint8Array {
  const bytes = new Uint8Array(values.length * 3);
  const last = table.length - 1;
  const flat = Uint8Array.from(table.flat());
  const steps = last / (high - low);
  for (let place = 0; place < values.length; place += 1) {
    const value = values[place] ?? 0;
    const step = Math.min(last, Math.max(0, Math.round((value - low) * steps)));
    bytes[3 * place] = flat[3 * step] ?? 0;
    bytes[3 * place + 1] = flat[3 * step + 1] ?? 0;
    bytes[3 * place + 2] = flat[3 * step + 2] ?? 0;
    const exception = exceptions.get(value);
    if (exception) bytes.set(exception, 3 * place);
  }
  return bytes;
}

const UNMEASURED: ReadonlyMap<number, Colour> = new Map([
  [OUTSIDE_BODY, BLACK],
  [BURNED_IN, BURNED_IN_COLOUR],
]);

const stiffnessScale = (range: RangeKpa): Scale => ({ low: 0, high: pascals(kilopascal(range)) });

/** The window of a grey picture: all but the darkest and brightest hundredth of its body. */
export function greyWindow(values: Uint16Array): Scale {
  const sorted = values.filter((value) => value > 0).sort();
  const at = (share: number): number => sorted[Math.floor(share * (sorted.length - 1))] ?? 0;
  const low = at(0.01);
  return { low, high: Math.max(low + 1, at(0.99)) };
}

/** How far a wave swings (milliradians) in all but its strongest fiftieth, over all frames of a slice. */
export function waveSwing(values: Uint16Array): number {
  const counts = new Uint32Array(WAVE_ZERO + 1);
  for (const value of values) counts[Math.abs(value - WAVE_ZERO)] = (counts[Math.abs(value - WAVE_ZERO)] ?? 0) + 1;
  // Outside the body a wave is exactly zero, which says nothing of its strength.
  counts[0] = 0;
  let beyond = counts.reduce((sum, count) => sum + count, 0) * 0.02;
  let swing = WAVE_ZERO;
  while (swing > 0 && beyond >= 0) {
    beyond -= counts[swing] ?? 0;
    swing -= 1;
  }
  return Math.max(LEAST_WAVE_SCALE, swing + 1);
}

/** The scale of a picture under a look; of a wave over all frames, so that it does not flicker. */
export function scaleOf(look: Look, values: Uint16Array): Scale {
  switch (look.kind) {
    case "stiffness":
      return stiffnessScale(look.range);
    case "confidence":
      return { low: 0, high: SURE };
    case "heat":
      return { low: 0, high: 2 * HEAT_ZERO };
    case "wave": {
      const swing = waveSwing(values);
      return { low: WAVE_ZERO - swing, high: WAVE_ZERO + swing };
    }
    default:
      return greyWindow(values);
  }
}

/** RGB bytes (n x 3) of one frame of a map: black outside the body, grey under burned-in text. */
export const paint = (look: Look, frame: Uint16Array, scale: Scale): Uint8Array =>
  paintScaled(frame, scale, tableOf(look), look.kind === "stiffness" ? UNMEASURED : undefined);
