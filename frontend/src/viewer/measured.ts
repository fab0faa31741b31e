// What is measurable of the shown slice at a threshold: found anew in the browser whenever the threshold moves.
import { useMemo } from "react";

import type { ImageDescription, SliceImages } from "../domain/image.ts";
import { measure, prepare, type Measurable, type Measured } from "../domain/measurable.ts";
import { outlinePath, type RegionMask } from "../domain/outline.ts";
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

function useOutline(name: string, image: ImageDescription | undefined, mask: RegionMask | undefined): Outline[] {
  return useMemo(
    () => (image && mask ? [{ name, image, path: outlinePath(mask, image.rows, image.cols) }] : []),
    [name, image, mask],
  );
}

/** Lines around the estimated liver and around what is measured in it. */
export function useOutlines(images: SliceImages, measured: Measured | null, isShown: boolean): Outline[] {
  const liver = useMap(isShown ? images.liver : null);
  const around = useOutline("liver", images.liver, liver?.values);
  const within = useOutline("measured", images.stiffness, isShown ? measured?.region : undefined);
  return [...around, ...within];
}
