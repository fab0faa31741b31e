// The tokens keep what the screens promise: contrast, and state colours that stay apart for everybody.
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

const css = readFileSync("src/screens/tokens.css", "utf8");
const pairs = [...css.matchAll(/--([\w-]+): light-dark\((#\w{6}), (#\w{6})\)/g)];
const theme = (place: 2 | 3) => Object.fromEntries(pairs.map((pair) => [pair[1] ?? "", pair[place] ?? ""]));
const THEMES = [
  ["light", theme(2)],
  ["dark", theme(3)],
] as const;
const STATES = ["good", "bad", "person", "none"];
const SURFACES = ["page", "panel", "raised"];

type Triple = [number, number, number];

const linear = (hex: string): Triple =>
  [1, 3, 5].map((place) => {
    const share = parseInt(hex.slice(place, place + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  }) as Triple;

const luminance = (hex: string): number => {
  const [red, green, blue] = linear(hex);
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
};

function contrast(one: string, other: string): number {
  const [darker = 0, lighter = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (lighter + 0.05) / (darker + 0.05);
}

/** Colour vision deficiency at full strength, in linear RGB (Machado, Oliveira and Fernandes 2009). */
const SIGHTS: Record<string, [Triple, Triple, Triple]> = {
  usual: [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
  protan: [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
  deutan: [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.01182, 0.04294, 0.968881]],
  tritan: [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.3039]],
};

const times = (matrix: Triple[], [x, y, z]: Triple): Triple => matrix.map(([a, b, c]) => a * x + b * y + c * z) as Triple;

function oklab(rgb: Triple): Triple {
  const [l, m, s] = times(
    [[0.4122214708, 0.5363325363, 0.0514459929], [0.2119034982, 0.6806995451, 0.1073969566], [0.0883024619, 0.2817188376, 0.6299787005]],
    rgb.map((part) => Math.max(0, part)) as Triple,
  ).map(Math.cbrt) as Triple;
  return times(
    [[0.2104542553, 0.793617785, -0.0040720468], [1.9779984951, -2.428592205, 0.4505937099], [0.0259040371, 0.7827717662, -0.808675766]],
    [l, m, s],
  );
}

const distance = (one: Triple, other: Triple): number => Math.hypot(...one.map((part, place) => part - (other[place] ?? 0)));

describe.each(THEMES)("the %s theme", (_name, tokens) => {
  const colour = (name: string): string => {
    const value = tokens[name];
    if (!value) throw new Error(`no token ${name}`);
    return value;
  };

  it.each([...STATES, "text", "quiet", "accent"])("shows %s at 4.5:1 or better on every surface", (name) => {
    for (const surface of SURFACES) expect(contrast(colour(name), colour(surface)), surface).toBeGreaterThanOrEqual(4.5);
  });

  it("shows the edges of fields at 3:1 or better", () => {
    expect(contrast(colour("field-line"), colour("page"))).toBeGreaterThanOrEqual(3);
  });

  it.each(Object.keys(SIGHTS))("keeps the four state colours apart for %s sight", (sight) => {
    const seen = STATES.map((name) => oklab(times(SIGHTS[sight] ?? [], linear(colour(name)))));
    const distances = seen.flatMap((one, place) => seen.slice(place + 1).map((other) => distance(one, other)));
    expect(Math.min(...distances)).toBeGreaterThan(0.08);
  });
});
