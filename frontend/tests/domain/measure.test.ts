// The numbers of a region: the same as the server's on the same pixels.
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

import { bandOf, cautionsOf, combine, liesOn, measure, type Measurement } from "../../src/domain/measure.ts";
import { rasterise, type Outline } from "../../src/domain/region.ts";

interface Example extends Outline {
  name: string;
  inside: string[];
  numbers: Measurement;
}

/** Shared with the server's tests, seen from frontend/, where vitest runs. */
const examples = JSON.parse(readFileSync("../tests/contract/measure/regions.json", "utf8")) as {
  spacing_mm: number[];
  threshold: number;
  stiffness_pa: number[][];
  confidence_thousandths: number[][];
  regions: Example[];
  exam: object;
};
const image = {
  rows: examples.stiffness_pa.length,
  cols: examples.stiffness_pa[0]?.length ?? 0,
  spacing_mm: examples.spacing_mm,
};
const maps = {
  image,
  stiffness: Uint16Array.from(examples.stiffness_pa.flat()),
  confidence: Uint16Array.from(examples.confidence_thousandths.flat()),
};

const closeTo = (numbers: object): object =>
  Object.fromEntries(Object.entries(numbers).map(([name, value]) => [name, expect.closeTo(value as number, 9)]));

describe.each(examples.regions)("$name", (example) => {
  it("encloses the pixels that the server finds", () => {
    const drawn = example.inside.map((line) => Array<string>(line.length).fill("."));
    for (const place of rasterise(example, image)) {
      const line = drawn[Math.floor(place / image.cols)];
      if (line) line[place % image.cols] = "#";
    }
    expect(drawn.map((line) => line.join(""))).toEqual(example.inside);
  });

  it("measures what the server measures", () => {
    expect(measure(example, maps, examples.threshold)).toEqual(closeTo(example.numbers));
  });
});

describe("an exam", () => {
  it("is measured as the server measures it", () => {
    expect(combine(examples.regions.map(({ numbers }) => numbers))).toEqual(closeTo(examples.exam));
  });

  it("without regions has no stiffness", () => {
    expect(combine([])).toBeNull();
  });
});

describe("a region", () => {
  const [example] = examples.regions;
  if (!example) throw new Error("there are no examples");

  it("without a confidence map has no share", () => {
    expect(measure(example, { ...maps, confidence: null }, 0.95)?.confident_share).toBeNull();
  });

  it("outside the body measures nothing", () => {
    const nothing = { ...maps, stiffness: new Uint16Array(maps.stiffness.length) };
    expect(measure(example, nothing, 0.95)).toBeNull();
  });
});

describe("the reference bands", () => {
  it.each([
    [1.8, "normal", 0, 2.5],
    [2.5, "normal or inflammation", 2.5, 2.9],
    [4.99, "fibrosis stage 3 to 4", 4, 5],
    [9, "fibrosis stage 4 or cirrhosis", 5, null],
  ])("%f kPa lies in: %s", (kpa, name, from, to) => {
    expect(bandOf(kpa)).toEqual({ name, from, to });
  });
});

describe("cautions", () => {
  const numbers = (area_cm2: number, confident_share: number | null): Measurement => ({
    mean_kpa: 2,
    median_kpa: 2,
    sd_kpa: 0.2,
    area_cm2,
    pixel_count: 500,
    confident_share,
  });

  it("are none for three large confident regions", () => {
    expect(cautionsOf([numbers(9, 1), numbers(9, 0.8), numbers(9, null)])).toEqual([]);
  });

  it("tell of few slices, little area and low confidence", () => {
    expect(cautionsOf([numbers(9, 0.7), numbers(4.9, 1)])).toEqual([
      "Fewer than 3 slices measured",
      "Small region on 1 slice: under 5 cm²",
      "Low confidence on 1 slice: more than a fifth of the region is doubtful",
    ]);
  });
});

describe("two maps", () => {
  const picture = {
    url: "",
    rows: 256,
    cols: 256,
    spacing_mm: [1.5, 1.5],
    orientation: [1, 0, 0, 0, 1, 0],
    position: [0, 0, 0],
    frames: 1,
    kind: "uint16" as const,
  };

  it("lie on the same pixels if no corner is displaced", () => {
    expect(liesOn(picture, { ...picture, position: [0.05, 0, 0] })).toBe(true);
    expect(liesOn(picture, { ...picture, position: [1, 0, 0] })).toBe(false);
    expect(liesOn(picture, { ...picture, spacing_mm: [1.51, 1.5] })).toBe(false);
    expect(liesOn(picture, { ...picture, rows: 128 })).toBe(false);
  });
});
