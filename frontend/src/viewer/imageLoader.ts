// Our pictures as Cornerstone knows them: colours already painted, without rescale and window.
import { Enums, type Types } from "@cornerstonejs/core";

import { paintPicture, pictureOf, SCHEME, type Picture } from "./pictures.ts";

async function prepare(imageId: string): Promise<Types.IImage> {
  const picture = pictureOf(imageId);
  if (!picture) throw new Error(`No picture is known as ${imageId}`);
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
  const picture = pictureOf(imageId);
  return picture && MODULES[type]?.(picture);
}
