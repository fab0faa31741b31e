// The colour tables: what a colour-blind reader needs of them, and that none hides what lies outside the body.
import { describe, expect, it } from "vitest";

import { COLOUR_MAPS, COLOUR_TABLES, SIGNED_COLOURS, type Colour } from "../../src/domain/colours.ts";

const linear = (channel: number): number =>
  channel <= 10 ? channel / 255 / 12.92 : ((channel / 255 + 0.055) / 1.055) ** 2.4;

/** Relative luminance, 0 to 1 (WCAG 2.2): what is left of a colour to whoever sees no hues. */
const luminance = ([red, green, blue]: Colour): number =>
  0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);

/** What one unit of one channel can make. */
const ROUNDING = 0.002;

describe.each(["violet_to_yellow", "blue_to_yellow"] as const)("the colours %s", (name) => {
  const steps = COLOUR_TABLES[name].map(luminance);

  it("grow lighter with every step, so that they are read without hues", () => {
    const darker = steps.filter((step, place) => place > 0 && step < (steps[place - 1] ?? 0) - ROUNDING);
    expect(darker).toEqual([]);
  });

  it("go from dark to light", () => {
    expect(steps[0]).toBeLessThan(0.05);
    expect(steps.at(-1)).toBeGreaterThan(0.7);
  });
});

it("the customary colours do not, which is why there are others", () => {
  const steps = COLOUR_TABLES.customary.map(luminance);
  expect(steps.some((step, place) => place > 0 && step < (steps[place - 1] ?? 0))).toBe(true);
});

it.each(COLOUR_MAPS)("the table %s has 256 steps and no black, which is kept for what is not measured", (name) => {
  expect(COLOUR_TABLES[name]).toHaveLength(256);
  expect(Math.min(...COLOUR_TABLES[name].map((colour) => Math.max(...colour)))).toBeGreaterThan(40);
});

it("signed colours are dark at zero and as light at either end", () => {
  const steps = SIGNED_COLOURS.map(luminance);
  expect(steps[128]).toBeLessThan(0.01);
  expect(Math.abs((steps[0] ?? 0) - (steps.at(-1) ?? 0))).toBeLessThan(0.15);
});
