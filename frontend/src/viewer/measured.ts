// What is measurable of the shown slice at a threshold: found anew in the browser whenever the threshold moves.
import { useMemo } from "react";

import type { SliceImages } from "../domain/image.ts";
import { measure, prepare, type Measurable, type Measured } from "../domain/measurable.ts";
import { outlinePath } from "../domain/outline.ts";
import type { Outline } from "./Marks.tsx";
import { useMap, type LoadedMap } from "./maps.ts";

const isOfSize = (map: LoadedMap, other: LoadedMap): boolean => map.values.length === other.values.length;

function useMeasurable(images: SliceImages): Measurable | null {
  const stiffness = useMap(images.stiffness);
  const confidence = useMap(images.confidence);
  const liver = useMap(images.liver);
  return useMemo(() => {
    if (!stiffness || !confidence || !liver) return null;
    if (!isOfSize(stiffness, confidence) || !isOfSize(stiffness, liver)) return null;
    const { image } = stiffness;
    return prepare({ image, stiffness: stiffness.values, confidence: confidence.values, liver: liver.values });
  }, [stiffness, confidence, liver]);
}

/** Null until stiffness, confidence and the liver are here, and for slices that lack one of them. */
export function useMeasured(images: SliceImages, threshold: number): Measured | null {
  const maps = useMeasurable(images);
  return useMemo(() => maps && measure(maps, threshold), [maps, threshold]);
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
