// The terms of a policy as they are typed.

export interface Terms {
  diagnostic_slices: number;
  measurable_area_cm2: number;
}

export const SLICES_RANGE = { min: 1, max: 40 } as const;
export const AREA_RANGE_CM2 = { min: 0, max: 1000 } as const;

const isWithin = (value: number, { min, max }: { min: number; max: number }): boolean => value >= min && value <= max;

/** The terms behind two typed numbers, or null while they make none. */
export function readTerms(slices: string, area: string): Terms | null {
  const terms = { diagnostic_slices: Number(slices), measurable_area_cm2: Number(area) };
  const isTyped = slices.trim() !== "" && area.trim() !== "";
  const isWhole = Number.isInteger(terms.diagnostic_slices);
  const isAllowed = isWithin(terms.diagnostic_slices, SLICES_RANGE) && isWithin(terms.measurable_area_cm2, AREA_RANGE_CM2);
  return isTyped && isWhole && isAllowed ? terms : null;
}

export const isSameTerms = (one: Terms | null | undefined, other: Terms | null | undefined): boolean =>
  !!one && !!other &&
  one.diagnostic_slices === other.diagnostic_slices && one.measurable_area_cm2 === other.measurable_area_cm2;
