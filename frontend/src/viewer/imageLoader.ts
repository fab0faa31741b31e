// Our pictures as Cornerstone knows them: plain pixels, without rescale, colours already painted.
import { Enums, type Types } from "@cornerstonejs/core";

import type { ImageDescription } from "../domain/image.ts";
import { greyWindow, paintStiffness } from "../domain/paint.ts";
import { loadMap, loadPixels } from "./pixels.ts";

export const SCHEME = "mreqc";

/** How the values of a picture become visible. */
export type Look = "stiffness" | "grey" | "colour";

interface Entry {
  image: ImageDescription;
  look: Look;
}

const known = new Map<string, Entry>();

/** The name under which Cornerstone asks for a picture. */
export function imageIdOf(image: ImageDescription, look: Look): string {
  const id = `${SCHEME}:${look}:${image.url}`;
  known.set(id, { image, look });
  return id;
}

function find(imageId: string): Entry {
  const entry = known.get(imageId);
  if (!entry) throw new Error(`No picture is known as ${imageId}`);
  return entry;
}

interface Visible {
  pixels: Uint8Array | Uint16Array;
  low: number;
  high: number;
}

const COLOURS = { low: 0, high: 255 };

/** A pane shows the first frame. */
const frameSize = ({ rows, cols }: ImageDescription): number => rows * cols;

const PREPARE: Record<Look, (image: ImageDescription) => Promise<Visible>> = {
  stiffness: async (image) => ({ pixels: paintStiffness(await loadMap(image)), ...COLOURS }),
  colour: async (image) => ({
    pixels: new Uint8Array((await loadPixels(image)).slice(0, 3 * frameSize(image))),
    ...COLOURS,
  }),
  grey: async (image) => {
    const pixels = (await loadMap(image)).slice(0, frameSize(image));
    return { pixels, ...greyWindow(pixels) };
  },
};

async function prepare(imageId: string): Promise<Types.IImage> {
  const { image, look } = find(imageId);
  const { pixels, low, high } = await PREPARE[look](image);
  const isColour = look !== "grey";
  const [rowSpacing = 1, columnSpacing = 1] = image.spacing_mm;
  return {
    imageId,
    minPixelValue: low,
    maxPixelValue: high,
    slope: 1,
    intercept: 0,
    windowCenter: (low + high + 1) / 2,
    windowWidth: high - low + 1,
    voiLUTFunction: Enums.VOILUTFunctionType.LINEAR,
    getPixelData: () => pixels,
    getCanvas: () => document.createElement("canvas"),
    rows: image.rows,
    columns: image.cols,
    height: image.rows,
    width: image.cols,
    color: isColour,
    rgba: false,
    numberOfComponents: isColour ? 3 : 1,
    columnPixelSpacing: columnSpacing,
    rowPixelSpacing: rowSpacing,
    invert: false,
    photometricInterpretation: isColour ? "RGB" : "MONOCHROME2",
    sizeInBytes: pixels.byteLength,
    dataType: isColour ? "Uint8Array" : "Uint16Array",
    // Cornerstone's cache takes the pixels out of here once it holds them itself.
    imageFrame: {} as Types.IImage["imageFrame"],
  };
}

export const loadImage: Types.ImageLoaderFn = (imageId) => ({ promise: prepare(imageId) });

function plane({ image }: Entry): object {
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

function pixel({ look }: Entry): object {
  const bits = look === "grey" ? 16 : 8;
  return {
    bitsAllocated: bits,
    bitsStored: bits,
    highBit: bits - 1,
    samplesPerPixel: look === "grey" ? 1 : 3,
    pixelRepresentation: 0,
    photometricInterpretation: look === "grey" ? "MONOCHROME2" : "RGB",
  };
}

const MODULES: Record<string, (entry: Entry) => object> = {
  [Enums.MetadataModules.IMAGE_PLANE]: plane,
  [Enums.MetadataModules.IMAGE_PIXEL]: pixel,
  [Enums.MetadataModules.GENERAL_SERIES]: () => ({ modality: "MR" }),
};

/** What Cornerstone asks about a picture beside its pixels. Rescale and window are left out on purpose. */
export function describe(type: string, imageId: string): object | undefined {
  const entry = known.get(imageId);
  return entry && MODULES[type]?.(entry);
}
