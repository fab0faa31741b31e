// What the viewer must know of a picture: where its pixels are, how they lie in the patient.

export const PIXEL_KINDS = ["uint16", "rgb8"] as const;
export type PixelKind = (typeof PIXEL_KINDS)[number];

export type Role = "stiffness" | "confidence" | "magnitude" | "wave" | "colour" | "liver" | "heatmap";

export interface ImageDescription {
  /** Address of the raw little-endian pixels. */
  url: string;
  rows: number;
  cols: number;
  /** Between rows, between columns. */
  spacing_mm: number[];
  /** ImageOrientationPatient: direction of a row, then of a column. */
  orientation: number[];
  /** ImagePositionPatient: centre of the first pixel. */
  position: number[];
  frames: number;
  kind: PixelKind;
}

export type SliceImages = Partial<Record<Role, ImageDescription>>;
