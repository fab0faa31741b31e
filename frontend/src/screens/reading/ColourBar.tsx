// The colour bar of the elastogram, in kPa, with a pointer at the value under the cursor.
import { useEffect, useRef } from "react";

import { STIFFNESS_COLOURS } from "../../domain/colours.ts";
import { RANGE_KPA, TICKS_KPA, type Kilopascal } from "../../domain/stiffness.ts";

const fromTop = (value: number): string => `${100 * (1 - Math.min(value, RANGE_KPA) / RANGE_KPA)}%`;

function draw(canvas: HTMLCanvasElement): void {
  const context = canvas.getContext("2d");
  const last = STIFFNESS_COLOURS.length - 1;
  STIFFNESS_COLOURS.forEach(([red, green, blue], place) => {
    if (!context) return;
    context.fillStyle = `rgb(${red} ${green} ${blue})`;
    context.fillRect(0, last - place, 1, 1);
  });
}

export function ColourBar({ value }: { value: Kilopascal | null }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    if (canvas.current) draw(canvas.current);
  }, []);
  return (
    <div className="colour-bar" role="img" aria-label={`Colour scale from 0 to ${RANGE_KPA} kPa`}>
      <span className="colour-bar__unit">kPa</span>
      <div className="colour-bar__scale">
        <canvas ref={canvas} width="1" height={STIFFNESS_COLOURS.length} />
        {TICKS_KPA.map((tick) => (
          <span key={tick} className="colour-bar__tick" style={{ top: fromTop(tick) }}>
            {tick}
          </span>
        ))}
        {value !== null && <span className="colour-bar__pointer" style={{ top: fromTop(value) }} />}
      </div>
    </div>
  );
}
