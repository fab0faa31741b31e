// The scale beside a picture: its colours, ticks in its unit, a pointer at the value under the cursor.
import { useEffect, useRef } from "react";

import { heightOn, tickInFigures, type Bar } from "../../domain/bar.ts";
import { tableOf, type Look } from "../../domain/look.ts";

const fromTop = (bar: Bar, value: number): string => `${100 * (1 - heightOn(bar, value))}%`;

function draw(canvas: HTMLCanvasElement, look: Look): void {
  const context = canvas.getContext("2d");
  const table = tableOf(look);
  table.forEach(([red, green, blue], place) => {
    if (!context) return;
    context.fillStyle = `rgb(${red} ${green} ${blue})`;
    context.fillRect(0, table.length - 1 - place, 1, 1);
  });
}

export function ColourBar({ look, bar, value }: { look: Look; bar: Bar; value: number | null }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    if (canvas.current) draw(canvas.current, look);
  }, [look]);
  const ends = `${tickInFigures(bar.low)} to ${tickInFigures(bar.high)} ${bar.unit}`;
  return (
    <div className="colour-bar" role="img" aria-label={`Colour scale from ${ends}`}>
      <span className="colour-bar__unit">{bar.unit}</span>
      <div className="colour-bar__scale">
        <canvas ref={canvas} width="1" height={tableOf(look).length} />
        {bar.ticks.map((tick) => (
          <span key={tick} className="colour-bar__tick" style={{ top: fromTop(bar, tick) }}>
            {tickInFigures(tick)}
          </span>
        ))}
        {value !== null && <span className="colour-bar__pointer" style={{ top: fromTop(bar, value) }} />}
      </div>
    </div>
  );
}
