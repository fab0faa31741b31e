// The values under the cursor, read from the maps themselves and never from the picture.
import { confidenceAt } from "../domain/hatch.ts";
import type { SliceImages } from "../domain/image.ts";
import { stiffnessAt, type Kilopascal } from "../domain/stiffness.ts";
import { useCursor, type Cursor } from "./cursor.ts";
import { useMap, valueAt } from "./maps.ts";

export interface Readout {
  stiffness: Kilopascal | null;
  confidence: number | null;
}

/** Stiffness and confidence of the shown slice where the cursor is; null where it is nowhere. */
export function useReadout(images: SliceImages, cursor: Cursor): Readout | null {
  const world = useCursor(cursor);
  const stiffness = useMap(images.stiffness);
  const confidence = useMap(images.confidence);
  if (world === null) return null;
  const pascals = valueAt(stiffness, world);
  const thousandths = valueAt(confidence, world);
  return {
    stiffness: pascals === null ? null : stiffnessAt(pascals),
    confidence: thousandths === null ? null : confidenceAt(thousandths),
  };
}
