// Two attempts side by side: which slice of the repeat stands where a slice of the attempt before stood.

interface Placed {
  location_mm: number | null;
}

export interface Column<T> {
  before: T | null;
  now: T | null;
}

/** Half of the thinnest gap between slices: nearer ones are the same place of the body. */
const SAME_PLACE_MM = 4;

const isSamePlace = (one: Placed, other: Placed): boolean =>
  one.location_mm !== null && other.location_mm !== null && Math.abs(one.location_mm - other.location_mm) <= SAME_PLACE_MM;

const placeOf = <T extends Placed>({ before, now }: Column<T>): number => now?.location_mm ?? before?.location_mm ?? -Infinity;

/** Head to foot, a column for each place at which either attempt has a slice. */
function byPlace<T extends Placed>(before: T[], now: T[]): Column<T>[] {
  const left = [...before];
  const columns: Column<T>[] = now.map((tile) => {
    const place = left.findIndex((other) => isSamePlace(other, tile));
    return { before: place < 0 ? null : (left.splice(place, 1)[0] ?? null), now: tile };
  });
  return [...columns, ...left.map((tile) => ({ before: tile, now: null }))].sort((one, other) => placeOf(other) - placeOf(one));
}

/** By place; by order where no place is the same, for then the patient was laid down anew and places say nothing. */
export function sideBySide<T extends Placed>(before: T[], now: T[]): Column<T>[] {
  const isMoved = now.length > 0 && !now.some((tile) => before.some((other) => isSamePlace(other, tile)));
  if (!isMoved) return byPlace(before, now);
  const count = Math.max(before.length, now.length);
  return Array.from({ length: count }, (_, place) => ({ before: before[place] ?? null, now: now[place] ?? null }));
}
