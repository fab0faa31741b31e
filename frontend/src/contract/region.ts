// Regions in which readers measured, as they come over the wire and as they are sent.
import { SHAPES, type Point, type Shape } from "../domain/region.ts";
import { ContractError, list, nullable, number, object, oneOf, text, type Parsed, type Parser } from "./parse.ts";

export const ORIGINS = ["drawn", "proposed", "edited", "removed"] as const;
export type Origin = (typeof ORIGINS)[number];

const point: Parser<Point> = (value, path) => {
  const [col, row, ...more] = list(number)(value, path);
  if (col === undefined || row === undefined || more.length > 0) throw new ContractError(path, "two numbers", value);
  return [col, row];
};

const numbers = object({
  mean_kpa: number,
  median_kpa: number,
  sd_kpa: number,
  area_cm2: number,
  pixel_count: number,
  confident_share: nullable(number),
});

export const region = object({
  id: number,
  client_id: text,
  slice: number,
  version: number,
  reader: object({ id: number, name: text }),
  at: text,
  assessment: nullable(number),
  /** The version of the stiffness map that the points count. */
  pixels: text,
  /** null when the region was removed. */
  shape: nullable(oneOf(SHAPES)),
  origin: oneOf(ORIGINS),
  points: list(point),
  threshold: number,
  numbers: nullable(numbers),
});
export type Region = Parsed<typeof region>;

export const regions = object({
  regions: list(region),
  measurements: list(
    object({ reader: object({ id: number, name: text }), mean_kpa: number, area_cm2: number, slices: number }),
  ),
});
export type Regions = Parsed<typeof regions>;

/** Corners of a polygon; none where there is nothing to propose. */
export const proposal = object({ points: list(point) });

/** What the reader sends. */
export interface RegionDraft {
  client_id: string;
  slice: number;
  assessment: number | null;
  pixels: string;
  shape: Shape | null;
  origin: Origin;
  points: [number, number][];
  threshold: number;
}
