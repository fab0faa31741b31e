// Where stiffness may be measured and what is found there: as the server does it, for any threshold, at once.
import { thousandths } from "./hatch.ts";
import type { ImageDescription } from "./image.ts";
import { BURNED_IN, fromPascals, OUTSIDE_BODY, type Kilopascal } from "./stiffness.ts";

/** The maps of one slice, one value a pixel: stiffness (Pa), confidence (thousandths), the liver (1 inside). */
export interface Maps {
  image: ImageDescription;
  stiffness: Uint16Array;
  confidence: Uint16Array;
  /** Null where nobody has estimated the liver. */
  liver: Uint16Array | null;
}

export interface Measured {
  /** 1 for each pixel that was measured. */
  region: Uint8Array;
  area_cm2: number;
  /** Null where the region is empty. */
  mean: Kilopascal | null;
  median: Kilopascal | null;
}

/** Less than this holds no half wavelength in either direction: a speck is no region. */
const SMALLEST_REGION_CM2 = 1;

const MM2_IN_CM2 = 100;

const pixelArea_cm2 = ({ spacing_mm: [rows = 1, columns = 1] }: ImageDescription): number => (rows * columns) / MM2_IN_CM2;

const isTissue = (pascals: number | undefined): boolean => pascals !== OUTSIDE_BODY && pascals !== BURNED_IN;

/** Which columns are on the patient's right of the body's middle: where the liver is, as long as nothing better is known. */
function rightOfMiddle({ image, stiffness }: Maps): (col: number) => boolean {
  let sum = 0;
  let count = 0;
  stiffness.forEach((pascals, place) => {
    if (!isTissue(pascals)) return;
    sum += place % image.cols;
    count += 1;
  });
  const middle = sum / Math.max(1, count);
  // The patient's left is +x: where columns run towards it, the right has the low ones.
  return (image.orientation[0] ?? 1) > 0 ? (col) => col < middle : (col) => col > middle;
}

/** 1 for each pixel that is confident, tissue, and liver or at least on the liver's side. */
function candidates(maps: Maps, threshold: number): Uint8Array {
  const { image, stiffness, confidence, liver } = maps;
  const limit = thousandths(threshold);
  const isRight = liver ? () => true : rightOfMiddle(maps);
  const found = new Uint8Array(stiffness.length);
  for (let place = 0; place < found.length; place += 1) {
    const isConfident = (confidence[place] ?? 0) >= limit && isTissue(stiffness[place]);
    if (isConfident && (liver ? liver[place] === 1 : isRight(place % image.cols))) found[place] = 1;
  }
  return found;
}

/** The places of the largest piece of neighbours (side by side or above each other); the first of equals. */
function largestPiece(found: Uint8Array, cols: number): number[] {
  const isOpen = found.slice();
  let largest: number[] = [];
  for (let start = 0; start < isOpen.length; start += 1) {
    if (!isOpen[start]) continue;
    isOpen[start] = 0;
    const piece = [start];
    const take = (place: number): void => {
      if (!isOpen[place]) return;
      isOpen[place] = 0;
      piece.push(place);
    };
    for (let next = 0; next < piece.length; next += 1) {
      const place = piece[next] ?? 0;
      const col = place % cols;
      if (col > 0) take(place - 1);
      if (col < cols - 1) take(place + 1);
      take(place - cols);
      take(place + cols);
    }
    if (piece.length > largest.length) largest = piece;
  }
  return largest;
}

function median(sorted: Uint16Array): number {
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? 0;
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? 0)) / 2;
}

/** Area, mean and median of the measurable region at a threshold of confidence (0-1). */
export function measure(maps: Maps, threshold: number): Measured {
  const { image, stiffness } = maps;
  const region = new Uint8Array(stiffness.length);
  const piece = largestPiece(candidates(maps, threshold), image.cols);
  const area_cm2 = piece.length * pixelArea_cm2(image);
  if (area_cm2 < SMALLEST_REGION_CM2) return { region, area_cm2: 0, mean: null, median: null };
  for (const place of piece) region[place] = 1;
  const values = Uint16Array.from(piece, (place) => stiffness[place] ?? 0).sort();
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return { region, area_cm2, mean: fromPascals(mean), median: fromPascals(median(values)) };
}
