// The values behind the pictures of a slice, as components ask for them.
import { useEffect, useState } from "react";

import { indexOf, pixelAt } from "../domain/geometry.ts";
import type { ImageDescription } from "../domain/image.ts";
import type { Look } from "../domain/look.ts";
import type { Scale } from "../domain/paint.ts";
import { knownScale } from "./pictures.ts";
import { loadMap } from "./pixels.ts";

export interface LoadedMap {
  image: ImageDescription;
  values: Uint16Array;
}

/** The values of one picture, or null until they are here. A map of another slice is worse than none. */
export function useMap(image: ImageDescription | null | undefined): LoadedMap | null {
  const [map, setMap] = useState<LoadedMap | null>(null);
  useEffect(() => {
    if (!image) return;
    let isWanted = true;
    // A pane that shows this picture tells of a failure; whoever asks here simply has no value.
    loadMap(image).then(
      (values) => isWanted && setMap({ image, values }),
      () => undefined,
    );
    return () => {
      isWanted = false;
    };
  }, [image]);
  return map !== null && map.image.url === image?.url ? map : null;
}

/** The value of the pixel at (or straight above) a place in the patient. */
export function valueAt(map: LoadedMap | null, world: readonly number[]): number | null {
  const place = map && pixelAt(map.image, world);
  return place ? (map.values[indexOf(map.image, place)] ?? null) : null;
}

/** The scale along which a picture is painted, or null until its values are here. */
export function useScale(image: ImageDescription, look: Look): Scale | null {
  const map = useMap(look.kind === "colour" ? null : image);
  return map && knownScale(look, map.values);
}
