// The numbers of an outline on the maps of a slice, anew whenever either changes.
import { useMemo } from "react";

import type { SliceImages } from "../domain/image.ts";
import { liesOn, measure, type Measurement } from "../domain/measure.ts";
import type { Outline } from "../domain/region.ts";
import { useMap } from "./maps.ts";

/** Null until the maps are here, without an outline, and where it holds no pixel with a stiffness. */
export function useMeasurement(images: SliceImages, outline: Outline | null, threshold: number): Measurement | null {
  const stiffness = useMap(images.stiffness);
  const confidence = useMap(images.confidence);
  const isWaiting = images.confidence !== undefined && confidence === null;
  return useMemo(() => {
    if (!stiffness || !outline || isWaiting) return null;
    const isSame = confidence !== null && liesOn(stiffness.image, confidence.image);
    const maps = { ...stiffness, stiffness: stiffness.values, confidence: isSame ? confidence.values : null };
    return measure(outline, maps, threshold);
  }, [stiffness, confidence, isWaiting, outline, threshold]);
}
