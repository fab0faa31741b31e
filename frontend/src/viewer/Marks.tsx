// What is drawn over a pane as lines: outlines of regions, and where the cursor is.
import { indexOf, pixelAt } from "../domain/geometry.ts";
import type { ImageDescription } from "../domain/image.ts";
import { placeOver, toScreen, transformOf, type Placement } from "../domain/placement.ts";
import { useCursor, type Cursor } from "./cursor.ts";

export interface Outline {
  /** What it goes around: "liver", "measured". */
  name: string;
  /** The image whose pixels it goes around. */
  image: ImageDescription;
  /** SVG path data in columns and rows of that image. */
  path: string;
}

export function Outlines({ placement, outlines }: { placement: Placement; outlines: readonly Outline[] }) {
  return (
    <svg className="pane__layer" aria-hidden="true">
      {outlines.map(({ name, image, path }) => (
        <path
          key={name}
          className={`outline outline--${name}`}
          data-outline={name}
          transform={transformOf(placeOver(placement, image))}
          d={path}
        />
      ))}
    </svg>
  );
}

const ARMS = "M-9 0H-3M3 0H9M0 -9V-3M0 3V9";

export function CursorMark({ placement, cursor }: { placement: Placement; cursor: Cursor }) {
  const world = useCursor(cursor);
  if (world === null) return null;
  const place = pixelAt(placement.image, world);
  if (place === null) return null;
  const [x, y] = toScreen(placement, place);
  return (
    <svg className="pane__layer" aria-hidden="true">
      <g transform={`translate(${x} ${y})`} data-cursor={indexOf(placement.image, place)}>
        <path className="cursor cursor--shade" d={ARMS} />
        <path className="cursor" d={ARMS} />
      </g>
    </svg>
  );
}
