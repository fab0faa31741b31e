// Our pictures as Cornerstone knows them: colours already painted, without rescale and window.
import { Enums, type Types } from "@cornerstonejs/core";

import type { ImageDescription } from "../domain/image.ts";
import { nameOfLook, type Look } from "../domain/look.ts";
import { paint, scaleOf, type Scale } from "../domain/paint.ts";
import { loadMap, loadPixels } from "./pixels.ts";

export const SCHEME = "mreqc";

/** One frame of an image under one look. */
export interface Picture {
  image: ImageDescription;
  look: Look;
  frame: number;
}

const known = new Map<string, Picture>();

/** The name under which Cornerstone asks for a picture. */
export function imageIdOf(picture: Picture): string {
  const id = `${SCHEME}:${nameOfLook(picture.look)}:${picture.frame}:${picture.image.url}`;
  known.set(id, picture);
  return id;
}

function find(imageId: string): Picture {
  const picture = known.get(imageId);
  if (!picture) throw new Error(`No picture is known as ${imageId}`);
  return picture;
}

/** Scales cost a look at every pixel of every frame: once for each set of values and each look. */
const scales = new WeakMap<Uint16Array, Map<string, Scale>>();

export function knownScale(look: Look, values: Uint16Array): Scale {
  const byLook = scales.get(values) ?? new Map<string, Scale>();
  scales.set(values, byLook);
  const name = nameOfLook(look);
  const scale = byLook.get(name) ?? scaleOf(look, values);
  byLook.set(name, scale);
  return scale;
}

async function paintPicture({ image, look, frame }: Picture): Promise<Uint8Array> {
  const size = image.rows * image.cols;
  if (look.kind === "colour") {
    return new Uint8Array((await loadPixels(image)).slice(3 * size * frame, 3 * size * (frame + 1)));
  }
  const values = await loadMap(image);
  return paint(look, values.subarray(size * frame, size * (frame + 1)), knownScale(look, values));
}

async function prepare(imageId: string): Promise<Types.IImage> {
  const picture = find(imageId);
  const { image } = picture;
  const pixels = await paintPicture(picture);
  const [rowSpacing = 1, columnSpacing = 1] = image.spacing_mm;
  return {
    imageId,
    minPixelValue: 0,
    maxPixelValue: 255,
    slope: 1,
    intercept: 0,
    windowCenter: 128,
    windowWidth: 256,
    voiLUTFunction: Enums.VOILUTFunctionType.LINEAR,
    getPixelData: () => pixels,
    getCanvas: () => document.createElement("canvas"),
    rows: image.rows,
    columns: image.cols,
    height: image.rows,
    width: image.cols,
    color: true,
    rgba: false,
    numberOfComponents: 3,
    columnPixelSpacing: columnSpacing,
    rowPixelSpacing: rowSpacing,
    invert: false,
    photometricInterpretation: "RGB",
    sizeInBytes: pixels.byteLength,
    dataType: "Uint8Array",
    // Cornerstone's cache takes the pixels out of here once it holds them itself.
    imageFrame: {} as Types.IImage["imageFrame"],
  };
}

export const loadImage: Types.ImageLoaderFn = (imageId) => ({ promise: prepare(imageId) });

function plane({ image }: Picture): object {
  const [rowPixelSpacing = 1, columnPixelSpacing = 1] = image.spacing_mm;
  return {
    frameOfReferenceUID: SCHEME,
    rows: image.rows,
    columns: image.cols,
    imageOrientationPatient: image.orientation,
    rowCosines: image.orientation.slice(0, 3),
    columnCosines: image.orientation.slice(3, 6),
    imagePositionPatient: image.position,
    pixelSpacing: image.spacing_mm,
    rowPixelSpacing,
    columnPixelSpacing,
  };
}

const RGB = {
  bitsAllocated: 8,
  bitsStored: 8,
  highBit: 7,
  samplesPerPixel: 3,
  pixelRepresentation: 0,
  photometricInterpretation: "RGB",
};

const MODULES: Record<string, (picture: Picture) => object> = {
  [Enums.MetadataModules.IMAGE_PLANE]: plane,
  [Enums.MetadataModules.IMAGE_PIXEL]: () => RGB,
  [Enums.MetadataModules.GENERAL_SERIES]: () => ({ modality: "MR" }),
};

/** What Cornerstone asks about a picture beside its pixels. Rescale and window are left out on purpose. */
export function describe(type: string, imageId: string): object | undefined {
  const picture = known.get(imageId);
  return picture && MODULES[type]?.(picture);
}
