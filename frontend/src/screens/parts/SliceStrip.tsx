// The slice strip: one small tile per slice, head to foot, the same everywhere.
import type { StripTile } from "../../contract/index.ts";
import { formatPosition } from "../../domain/format.ts";
import { markOfSlice, wordsOfQuality, wordsOfSlice } from "../../domain/verdict.ts";
import { Mark } from "./Mark.tsx";
import "./strip.css";

/** A tile in words, for hovering and for those who hear the page. */
function wordsOfTile(tile: StripTile): string {
  const reader = tile.reviewed_quality === null ? "" : `; reader: ${wordsOfQuality(tile.reviewed_quality).toLowerCase()}`;
  return `${formatPosition(tile.location_mm)}: ${wordsOfSlice(tile).toLowerCase()}${reader}`;
}

export const ringOf = (tile: StripTile): string =>
  tile.reviewed_quality === null ? "" : ` ring ring--${tile.reviewed_quality}`;

function Tile({ tile }: { tile: StripTile }) {
  const words = wordsOfTile(tile);
  return (
    <li className={`strip__tile${ringOf(tile)}`} title={words}>
      <Mark mark={markOfSlice(tile)} />
      <span className="unseen-text">{words}</span>
    </li>
  );
}

export function SliceStrip({ slices, expected }: { slices: StripTile[]; expected: number | null }) {
  const missing = Math.max(0, (expected ?? 0) - slices.length);
  if (slices.length + missing === 0) return <span className="quiet">No slice yet</span>;
  return (
    <ol className="strip" aria-label="Slices, head to foot">
      {slices.map((tile) => (
        <Tile key={tile.id} tile={tile} />
      ))}
      {Array.from({ length: missing }, (_, place) => (
        <li key={`missing-${place}`} className="strip__tile strip__tile--missing" title="Not arrived">
          <span className="unseen-text">Not arrived</span>
        </li>
      ))}
    </ol>
  );
}
