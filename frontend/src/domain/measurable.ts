// Where stiffness may be measured and what is found there: as the server does it, for any threshold, at once.
import { thousandths } from "./hatch.ts";
import type { ImageDescription } from "./image.ts";
import { BURNED_IN, fromPascals, OUTSIDE_BODY, type Kilopascal } from "./stiffness.ts";

/** The maps of one slice, one value a pixel: stiffness (Pa), confidence (thousandths), the liver (1 inside). */
export interface Maps {
  image: ImageDescription;
  stiffness: Uint16Array;
  confidence: Uint16Array;
  liver: Uint16Array;
}

/** The maps of one slice with what no threshold changes already found. */
export interface Measurable extends Maps {
  /** 1 for each pixel of the liver away from its edge. */
  inner: Uint8Array;
}

export interface Measured {
  /** 1 for each pixel that was measured. */
  region: Uint8Array;
  area_cm2: number;
  /** Null where the region is empty. */
  mean: Kilopascal | null;
  median: Kilopascal | null;
}

/** As readers do: near its edge the stiffness of the liver is mixed with that of its neighbours. */
const EDGE_MM = 10;

/** Less than this holds no half wavelength in either direction: a speck is no region. */
const SMALLEST_REGION_CM2 = 1;

const MM2_IN_CM2 = 100;

const pixelArea_cm2 = ({ spacing_mm: [rows = 1, columns = 1] }: ImageDescription): number => (rows * columns) / MM2_IN_CM2;

const isTissue = (pascals: number | undefined): boolean => pascals !== OUTSIDE_BODY && pascals !== BURNED_IN;

/** The places of the ones of a mask; one that is cleared before its turn is left out. */
function* placesOfOnes(mask: Uint16Array | Uint8Array): Generator<number> {
  for (let place = mask.indexOf(1); place >= 0; place = mask.indexOf(1, place + 1)) yield place;
}

/** The rows of a disc of this radius: how many rows down, and how many pixels it reaches to each side there. */
function rowsOfDisc(radius_mm: number, [rowSpacing = 1, columnSpacing = 1]: readonly number[]): [down: number, reach: number][] {
  const most = Math.floor(radius_mm / rowSpacing);
  return Array.from({ length: 2 * most + 1 }, (_, place) => {
    const down = place - most;
    return [down, Math.floor(Math.sqrt(radius_mm ** 2 - (down * rowSpacing) ** 2) / columnSpacing)];
  });
}

/** The places that are not liver, but have it beside, above or below them. The picture's own end is none. */
function placesAround({ rows, cols }: ImageDescription, liver: Uint16Array): number[] {
  const around: number[] = [];
  const isSeen = new Uint8Array(liver.length);
  const see = (place: number): void => {
    if (liver[place] === 1 || isSeen[place]) return;
    isSeen[place] = 1;
    around.push(place);
  };
  for (const place of placesOfOnes(liver)) {
    const col = place % cols;
    if (col > 0) see(place - 1);
    if (col < cols - 1) see(place + 1);
    if (place >= cols) see(place - cols);
    if (place < (rows - 1) * cols) see(place + cols);
  }
  return around;
}

/** 1 for each pixel of the liver further than its edge is wide from all that is not liver. */
function withoutEdge(image: ImageDescription, liver: Uint16Array): Uint8Array {
  const { rows, cols } = image;
  const inner = Uint8Array.from(liver);
  const disc = rowsOfDisc(EDGE_MM, image.spacing_mm);
  // Of all that is not liver, the nearest always has the liver beside it.
  for (const place of placesAround(image, liver)) {
    const [row, col] = [Math.floor(place / cols), place % cols];
    for (const [down, reach] of disc) {
      if (row + down < 0 || row + down >= rows) continue;
      const start = (row + down) * cols;
      inner.fill(0, start + Math.max(0, col - reach), start + Math.min(cols, col + reach + 1));
    }
  }
  return inner;
}

/** 1 for each pixel that is confident, tissue, and liver away from its edge. */
function candidates({ stiffness, confidence, inner }: Measurable, threshold: number): Uint8Array {
  const limit = thousandths(threshold);
  const found = new Uint8Array(inner.length);
  for (const place of placesOfOnes(inner)) {
    if ((confidence[place] ?? 0) >= limit && isTissue(stiffness[place])) found[place] = 1;
  }
  return found;
}

/** The places of the largest piece of neighbours (side by side or above each other); the first of equals. */
function largestPiece(found: Uint8Array, cols: number): number[] {
  const isOpen = found.slice();
  let largest: number[] = [];
  for (const start of placesOfOnes(isOpen)) {
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

/** Finds what is the same for every threshold. */
export const prepare = (maps: Maps): Measurable => ({ ...maps, inner: withoutEdge(maps.image, maps.liver) });

/** Area, mean and median of the measurable region at a threshold of confidence (0-1). */
export function measure(maps: Measurable, threshold: number): Measured {
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
