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

/** The pixel of `image` at (or straight above) a place in the patient, or null beside the picture. */
export function pixelAt(image: ImageDescription, world: readonly number[]): PixelPlace | null {
  const offset = world.map((value, place) => value - part(image.position, place));
  const col = Math.round(along(image.orientation.slice(0, 3), offset) / part(image.spacing_mm, 1));
  const row = Math.round(along(image.orientation.slice(3, 6), offset) / part(image.spacing_mm, 0));
  const isInside = row >= 0 && col >= 0 && row < image.rows && col < image.cols;
  return isInside ? { row, col } : null;
}

/** Index of a pixel in the picture's list of values. */
export const indexOf = (image: ImageDescription, { row, col }: PixelPlace): number => row * image.cols + col;
