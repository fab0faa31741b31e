// What is measurable of the shown slice at a threshold: found anew in the browser whenever the threshold moves.
import { useMemo } from "react";

import type { SliceImages } from "../domain/image.ts";
import { measure, type Measured } from "../domain/measurable.ts";
import { outlinePath } from "../domain/outline.ts";
import type { Outline } from "./Marks.tsx";
import { useMap, type LoadedMap } from "./maps.ts";

const isOfSize = (map: LoadedMap | null, other: LoadedMap | null): boolean => map?.values.length === other?.values.length;

/** Null until stiffness and confidence are here, and for slices that have no numbers. */
export function useMeasured(images: SliceImages, threshold: number): Measured | null {
  const stiffness = useMap(images.stiffness);
  const confidence = useMap(images.confidence);
  const liver = useMap(images.liver);
  const isWaiting = images.liver !== undefined && liver === null;
  return useMemo(() => {
    if (!stiffness || !confidence || isWaiting || !isOfSize(stiffness, confidence)) return null;
    const maps = { image: stiffness.image, stiffness: stiffness.values, confidence: confidence.values };
    return measure({ ...maps, liver: liver?.values ?? null }, threshold);
  }, [stiffness, confidence, liver, isWaiting, threshold]);
}

/** Lines around the estimated liver and around what is measured in it. */
export function useOutlines(images: SliceImages, measured: Measured | null, isShown: boolean): Outline[] {
  const liver = useMap(isShown ? images.liver : null);
  return useMemo(() => {
    if (!isShown) return [];
    const masks = [
      { name: "liver", image: images.liver, mask: liver?.values },
      { name: "measured", image: images.stiffness, mask: measured?.region },
    ];
    return masks.flatMap(({ name, image, mask }) =>
      image && mask ? [{ name, image, path: outlinePath(mask, image.rows, image.cols) }] : [],
    );
  }, [images.stiffness, images.liver, liver, measured, isShown]);
}
