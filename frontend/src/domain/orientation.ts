// Which side of the patient lies at which edge of the picture, from the direction cosines of DICOM.

export type Vector = readonly [number, number, number];

/** Letters at the picture's edges, in words of the patient (L left, P posterior, H head). */
export interface EdgeLetters {
  left: string;
  right: string;
  top: string;
  bottom: string;
}

const POSITIVE = ["L", "P", "H"] as const;
const NEGATIVE = ["R", "A", "F"] as const;

/** Smaller parts of a direction than this are the tilt of a nearly orthogonal plane and get no letter. */
const OBLIQUE = 0.35;

/** The letters towards which `direction` points, the strongest first. */
function lettersTowards(direction: readonly number[]): string {
  return direction
    .map((part, axis) => ({ size: Math.abs(part), letter: (part > 0 ? POSITIVE : NEGATIVE)[axis] ?? "" }))
    .filter(({ size }) => size > OBLIQUE)
    .sort((one, other) => other.size - one.size)
    .map(({ letter }) => letter)
    .join("");
}

/** Edge letters of a picture whose ImageOrientationPatient is `orientation` (row direction, then column). */
export function edgeLetters(orientation: readonly number[]): EdgeLetters {
  const row = orientation.slice(0, 3);
  const column = orientation.slice(3, 6);
  return {
    right: lettersTowards(row),
    left: lettersTowards(row.map((part) => -part)),
    bottom: lettersTowards(column),
    top: lettersTowards(column.map((part) => -part)),
  };
}
