// Where a picture lies in its pane: from its pixels to the screen and back.
import { placeAt, worldAt, type PixelPlace } from "./geometry.ts";
import type { ImageDescription } from "./image.ts";

/** A point of a pane in CSS pixels from its upper left corner. */
export type Point = readonly [x: number, y: number];

export interface Placement {
  /** The picture that is placed; whole columns and rows are the centres of its pixels. */
  image: ImageDescription;
  /** Of SVG's `matrix(a b c d e f)`: takes (column, row) to a point of the pane. */
  matrix: readonly [a: number, b: number, c: number, d: number, e: number, f: number];
}

/** The placement of a picture whose first pixel, and those one column and one row on, lie at these points. */
export function placementOf(image: ImageDescription, first: Point, nextColumn: Point, nextRow: Point): Placement {
  const [e, f] = first;
  return { image, matrix: [nextColumn[0] - e, nextColumn[1] - f, nextRow[0] - e, nextRow[1] - f, e, f] };
}

/** The placement of a whole picture, as large as it fits into a pane of this size (CSS pixels), in its middle. */
export function placeWhole(image: ImageDescription, width: number, height: number): Placement {
  const [rowSpacing = 1, columnSpacing = 1] = image.spacing_mm;
  const scale = Math.min(width / (image.cols * columnSpacing), height / (image.rows * rowSpacing));
  const [across, down] = [scale * columnSpacing, scale * rowSpacing];
  const [left, top] = [(width - image.cols * across) / 2, (height - image.rows * down) / 2];
  return { image, matrix: [across, 0, 0, down, left + across / 2, top + down / 2] };
}

export function toScreen({ matrix: [a, b, c, d, e, f] }: Placement, { row, col }: PixelPlace): Point {
  return [a * col + c * row + e, b * col + d * row + f];
}

/** The place in the picture, with fractions, at a point of the pane; it may lie beside the picture. */
export function toImage({ matrix: [a, b, c, d, e, f] }: Placement, [x, y]: Point): PixelPlace {
  const scale = a * d - b * c;
  return { col: (d * (x - e) - c * (y - f)) / scale, row: (a * (y - f) - b * (x - e)) / scale };
}

/** Where another image lies in the same pane: its pixels may be of another size, or begin elsewhere. */
export function placeOver(placement: Placement, image: ImageDescription): Placement {
  if (placement.image.url === image.url) return placement;
  const at = (row: number, col: number) => toScreen(placement, placeAt(placement.image, worldAt(image, { row, col })));
  return placementOf(image, at(0, 0), at(0, 1), at(1, 0));
}

/** For the `transform` of an SVG group that is drawn in columns and rows. */
export const transformOf = ({ matrix }: Placement): string => `matrix(${matrix.join(" ")})`;

/** Whether two placements show the same thing to a millionth of a pixel. */
export const isSamePlacement = (one: Placement | null, other: Placement | null): boolean =>
  one === other ||
  (one !== null &&
    other !== null &&
    one.image.url === other.image.url &&
    one.matrix.every((value, place) => Math.abs(value - (other.matrix[place] ?? 0)) < 1e-6));
