// Stiffness: from the integers on the wire to kilopascals, the only place where the one becomes the other.

declare const unit: unique symbol;

/** A stiffness in kPa. Branded, so that pascals or a bare number can never be shown as one. */
export type Kilopascal = number & { readonly [unit]: "kPa" };

/** Wire value of a pixel on which the scanner wrote text: shown grey, never measured. */
export const BURNED_IN = 65535;

/** Wire value outside the body. */
export const OUTSIDE_BODY = 0;

/** The customary range of the colour elastogram in kPa, and the one for very stiff livers. */
export const RANGES_KPA = [8, 20] as const;
export type RangeKpa = (typeof RANGES_KPA)[number];

const PASCALS_IN_KILOPASCAL = 1000;

export const kilopascal = (value: number): Kilopascal => value as Kilopascal;

export const fromPascals = (pascals: number): Kilopascal => kilopascal(pascals / PASCALS_IN_KILOPASCAL);

/** The stiffness behind a pixel of the wire's map (uint16, Pa), or null where there is none to state. */
export function stiffnessAt(pascals: number): Kilopascal | null {
  if (pascals === OUTSIDE_BODY || pascals === BURNED_IN) return null;
  return fromPascals(pascals);
}

export const pascals = (value: Kilopascal): number => value * PASCALS_IN_KILOPASCAL;
