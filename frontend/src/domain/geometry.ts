// Where a pixel lies in the patient, and which pixel lies at a place: DICOM PS3.3 C.7.6.2.1.1.
import type { ImageDescription } from "./image.ts";
import type { Vector } from "./orientation.ts";

/** A place in a picture; whole numbers are the centres of pixels. */
export interface PixelPlace {
  row: number;
  col: number;
}

const part = (values: readonly number[], place: number): number => values[place] ?? 0;

/** Patient coordinates (mm) of a place in the picture. */
export function worldAt(image: ImageDescription, { row, col }: PixelPlace): Vector {
  const { position, orientation, spacing_mm: spacing } = image;
  const axis = (place: number): number =>
    part(position, place) +
    part(orientation, place) * part(spacing, 1) * col +
    part(orientation, place + 3) * part(spacing, 0) * row;
  return [axis(0), axis(1), axis(2)];
}

const along = (direction: readonly number[], offset: readonly number[]): number =>
  offset.reduce((sum, value, place) => sum + value * part(direction, place), 0);

/** The place in `image`, with fractions, at (or straight above) a place in the patient; it may lie beside the picture. */
export function placeAt(image: ImageDescription, world: readonly number[]): PixelPlace {
  const offset = world.map((value, place) => value - part(image.position, place));
  return {
    col: along(image.orientation.slice(0, 3), offset) / part(image.spacing_mm, 1),
    row: along(image.orientation.slice(3, 6), offset) / part(image.spacing_mm, 0),
  };
}

/** The pixel of `image` at (or straight above) a place in the patient, or null beside the picture. */
export function pixelAt(image: ImageDescription, world: readonly number[]): PixelPlace | null {
  const place = placeAt(image, world);
  const [row, col] = [Math.round(place.row), Math.round(place.col)];
  const isInside = row >= 0 && col >= 0 && row < image.rows && col < image.cols;
  return isInside ? { row, col } : null;
}

/** Index of a pixel in the picture's list of values. */
export const indexOf = (image: ImageDescription, { row, col }: PixelPlace): number => row * image.cols + col;

/** The place in the patient so many pixels from another one; from the picture's middle if there is none. */
export function stepFrom(image: ImageDescription, world: readonly number[] | null, across: number, down: number): Vector {
  const from = (world && pixelAt(image, world)) ?? { row: image.rows >> 1, col: image.cols >> 1 };
  const within = (value: number, size: number): number => Math.min(size - 1, Math.max(0, value));
  return worldAt(image, { row: within(from.row + down, image.rows), col: within(from.col + across, image.cols) });
}
