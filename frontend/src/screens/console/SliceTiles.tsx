// One big tile for each expected slice, filling as the slices arrive.
import type { ExamRow, SliceDetail, StripTile } from "../../contract/index.ts";
import { formatKpa, formatPosition } from "../../domain/format.ts";
import { missingSlices } from "../../domain/session.ts";
import { kilopascal } from "../../domain/stiffness.ts";
import { markOfSlice, wordsOfQuality, wordsOfSlice, type TileState } from "../../domain/verdict.ts";
import { Mark } from "../parts/Mark.tsx";
import { Figure, Missing } from "../parts/Missing.tsx";
import { ringOf } from "../parts/SliceStrip.tsx";

interface TileProps {
  state: TileState;
  slice?: number;
  ring?: string;
  children?: React.ReactNode;
}

function Tile({ state, slice, ring = "", children }: TileProps) {
  const mark = markOfSlice(state);
  return (
    <li className={`tile edge edge--${mark}${ring}`} data-tile={mark} data-slice={slice}>
      <span className="tile__inside">
        <Mark mark={mark} size={96} />
        <strong className="tile__word">{wordsOfSlice(state)}</strong>
        {children}
      </span>
    </li>
  );
}

function Stiffness({ detail }: { detail: SliceDetail | undefined }) {
  const why = detail?.why || "Not measured";
  return (
    <span className="tile__kpa">
      <Figure value={detail?.stiffness_kpa ?? null} format={(value) => formatKpa(kilopascal(value))} why={why} />
    </span>
  );
}

function ArrivedTile({ tile, detail }: { tile: StripTile; detail: SliceDetail | undefined }) {
  return (
    <Tile state={tile} slice={tile.id} ring={ringOf(tile)}>
      <Stiffness detail={detail} />
      <span className="tile__place">{formatPosition(tile.location_mm)}</span>
      {tile.reviewed_quality && <span className="tile__place">Reader: {wordsOfQuality(tile.reviewed_quality)}</span>}
    </Tile>
  );
}

const WAITING: TileState = { state: "waiting", verdict: null };
const LOST: TileState = { state: "not_assessed", verdict: null };

export function SliceTiles({ row, details }: { row: ExamRow; details: SliceDetail[] }) {
  const missing = missingSlices(row.slices.length, row.expected_slices);
  if (row.slices.length + missing === 0) {
    return <p className="tiles tiles--none quiet">The scanner has not told yet how many slices come.</p>;
  }
  return (
    <ol className="tiles" aria-label="Slices, head to foot">
      {row.slices.map((tile) => (
        <ArrivedTile key={tile.id} tile={tile} detail={details.find((one) => one.id === tile.id)} />
      ))}
      {Array.from({ length: missing }, (_, place) => (
        <Tile key={`missing-${place}`} state={row.state === "final" ? LOST : WAITING}>
          <span className="tile__kpa">
            <Missing why="Not measured" />
          </span>
          <span className="tile__place">{row.state === "final" ? "did not arrive" : "not arrived"}</span>
        </Tile>
      ))}
    </ol>
  );
}
