// The values under the cursor, read from the maps themselves and never from the picture.
import { useEffect, useState } from "react";

import { indexOf, pixelAt } from "../domain/geometry.ts";
import { confidenceAt } from "../domain/hatch.ts";
import type { ImageDescription, SliceImages } from "../domain/image.ts";
import { stiffnessAt, type Kilopascal } from "../domain/stiffness.ts";
import { loadMap } from "./pixels.ts";

export interface Readout {
  stiffness: Kilopascal | null;
  confidence: number | null;
}

interface LoadedMap {
  image: ImageDescription;
  values: Uint16Array;
}

function useMap(image: ImageDescription | undefined): LoadedMap | null {
  const [map, setMap] = useState<LoadedMap | null>(null);
  useEffect(() => {
    if (!image) return;
    let isWanted = true;
    // A pane that shows this picture tells of a failure; the readout then simply has no value.
    loadMap(image).then(
      (values) => isWanted && setMap({ image, values }),
      () => undefined,
    );
    return () => {
      isWanted = false;
    };
  }, [image]);
  return map?.image.url === image?.url ? map : null;
}

function valueAt(map: LoadedMap | null, world: readonly number[]): number | null {
  const place = map && pixelAt(map.image, world);
  return place ? (map.values[indexOf(map.image, place)] ?? null) : null;
}

/** Stiffness and confidence of the shown slice at a place in the patient. */
export function useReadout(images: SliceImages, world: readonly number[] | null): Readout | null {
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
