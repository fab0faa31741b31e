// The scale beside a picture: from where to where its colours go, in which unit, with which ticks.
import type { Look } from "./look.ts";
import { HEAT_ZERO, WAVE_ZERO, type Scale } from "./paint.ts";
import type { RangeKpa } from "./stiffness.ts";

export interface Bar {
  unit: string;
  low: number;
  high: number;
  ticks: readonly number[];
}

const KPA_TICKS: Record<RangeKpa, readonly number[]> = { 8: [0, 2, 4, 6, 8], 20: [0, 5, 10, 15, 20] };

const MILLI = 1000;

/** The bar of a look whose values on the wire go along `scale`; null where colours have no order, or no unit. */
export function barOf(look: Look, scale: Scale): Bar | null {
  switch (look.kind) {
    case "stiffness":
      return { unit: "kPa", low: 0, high: look.range, ticks: KPA_TICKS[look.range] };
    case "confidence":
      return { unit: "share", low: 0, high: 1, ticks: [0, 0.25, 0.5, 0.75, 1] };
    case "wave": {
      const swing = Math.round((scale.high - WAVE_ZERO) / (MILLI / 10)) / 10;
      return { unit: "rad", low: -swing, high: swing, ticks: [-swing, 0, swing] };
    }
    case "heat":
      return { unit: "push", low: -HEAT_ZERO / MILLI, high: HEAT_ZERO / MILLI, ticks: [-1, 0, 1] };
    default:
      return null;
  }
}

/** How far up the bar a value lies, 0 to 1. */
export const heightOn = ({ low, high }: Bar, value: number): number =>
  Math.min(1, Math.max(0, (value - low) / (high - low)));

/** A tick in figures, with a true minus. */
export const tickInFigures = (tick: number): string => String(tick).replace("-", "\u2212");
