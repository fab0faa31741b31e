// The mark of a reason: what it looks like in the images, in a few strokes.
import type { ReasonCode } from "../../domain/reasons.ts";

const SHAPES: Record<ReasonCode, React.ReactNode> = {
  // A liver that the frame cuts off.
  anatomical_masking: <path d="M2.5 5.5v-3h3M10.5 2.5h3v3M13.5 10.5v3h-3M5.5 13.5h-3v-3M8 6.2a2 2 0 1 0 .1 3.6z" />,
  // Grains.
  iron: <path d="M4 4v.1M8 3v.1M12 4v.1M3 8v.1M8 8v.1M13 8v.1M4 12v.1M8 13v.1M12 12v.1" />,
  // A flat line.
  no_waves: <path d="M2 8h12M5 4.5l6 7" />,
  // A contour and its ghost.
  motion: <path d="M6 3.5a4.5 4.5 0 1 0 0 9 4.5 4.5 0 0 0 0-9zM12 3.9a5.6 5.6 0 0 1 0 8.2" />,
  // A driver that must move.
  driver_placement: <path d="M2 8a2.6 2.6 0 1 0 5.2 0A2.6 2.6 0 1 0 2 8M9.5 8h4.5M11.6 5.2L14.4 8l-2.8 2.8" />,
  // A wave that dies away.
  poor_propagation: <path d="M1.5 8c1-6 2.2-6 3.2 0s2 4 2.8 0 1.6-2.4 2.3 0 1.3 1 1.8 0h2.9" />,
};

/** Decoration only: whoever shows it says the same in words. */
export function ReasonMark({ code, size = 16 }: { code: ReasonCode; size?: number }) {
  return (
    <svg className="mark mark--reason" width={size} height={size} viewBox="0 0 16 16" aria-hidden="true">
      {SHAPES[code]}
    </svg>
  );
}
