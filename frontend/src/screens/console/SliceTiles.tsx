// One big tile for each expected slice, filling as the slices arrive; over a repeat's tiles, how they were before.
import { memo } from "react";

import type { ExamRow, SliceOpinion, StripTile } from "../../contract/index.ts";
import { sideBySide } from "../../domain/attempts.ts";
import { formatKpa, formatPosition } from "../../domain/format.ts";
import { shortWordOf } from "../../domain/reasons.ts";
import { missingSlices } from "../../domain/session.ts";
import { kilopascal } from "../../domain/stiffness.ts";
import { markOfSlice, wordsOfQuality, wordsOfSlice, type TileState } from "../../domain/verdict.ts";
import { Mark } from "../parts/Mark.tsx";
import { Figure, Missing } from "../parts/Missing.tsx";
import { ReasonMark } from "../parts/ReasonMark.tsx";
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
    <div className={`tile tile--${state.state} edge edge--${mark}${ring}`} data-tile={mark} data-slice={slice}>
      <span className="tile__inside">
        <Mark mark={mark} size={96} />
        <strong className="tile__word">{wordsOfSlice(state)}</strong>
        {children}
      </span>
    </div>
  );
}

function Reason({ code }: { code: StripTile["reason"] }) {
  return (
    code !== null && (
      <span className="tile__reason">
        <ReasonMark code={code} size={32} /> {shortWordOf(code)}
      </span>
    )
  );
}

/** A slice that is not diagnostic has a reason in the place of a number that nobody should use. */
function Stiffness({ found }: { found: SliceOpinion | undefined }) {
  if (found?.verdict === "non_diagnostic") return null;
  const why = found?.why || "Not measured";
  return (
    <span className="tile__kpa">
      <Figure value={found?.stiffness_kpa ?? null} format={(value) => formatKpa(kilopascal(value))} why={why} />
    </span>
  );
}

interface ArrivedTileProps {
  tile: StripTile;
  found: SliceOpinion | undefined;
}

/** Drawn only when it changes itself, not with every other tile of the exam. */
const ArrivedTile = memo(function ArrivedTile({ tile, found }: ArrivedTileProps) {
  return (
    <Tile state={tile} slice={tile.id} ring={ringOf(tile)}>
      <Reason code={tile.reason} />
      <Stiffness found={found} />
      <span className="tile__place">{formatPosition(tile.location_mm)}</span>
      {tile.reviewed_quality && <span className="tile__place">Reader: {wordsOfQuality(tile.reviewed_quality)}</span>}
    </Tile>
  );
});

const WAITING: TileState = { state: "waiting", verdict: null };
const LOST: TileState = { state: "not_assessed", verdict: null };

function MissingTile({ isFinal }: { isFinal: boolean }) {
  return (
    <Tile state={isFinal ? LOST : WAITING}>
      <span className="tile__kpa">
        <Missing why="Not measured" />
      </span>
      <span className="tile__place">{isFinal ? "did not arrive" : "not arrived"}</span>
    </Tile>
  );
}

function EmptyPlace({ isMissing, isFinal }: { isMissing: boolean; isFinal: boolean }) {
  if (isMissing) return <MissingTile isFinal={isFinal} />;
  return <p className="tile tile--none quiet">not scanned again</p>;
}

/** The slice at this place in the attempt before. */
function BeforeTile({ tile, attempt }: { tile: StripTile | null; attempt: number }) {
  return (
    <span className="before">
      <span className="unseen-text">Attempt {attempt}: </span>
      <span className="quiet">was</span>
      {tile === null ? (
        <Missing why="no slice here" />
      ) : (
        <>
          <Mark mark={markOfSlice(tile)} size={24} /> {tile.reason ? shortWordOf(tile.reason) : wordsOfSlice(tile)}
        </>
      )}
    </span>
  );
}

interface SliceTilesProps {
  row: Pick<ExamRow, "state" | "slices" | "expected_slices" | "attempt">;
  findings: SliceOpinion[];
  /** Of the attempt that this one repeats. */
  before: StripTile[] | null;
}

export function SliceTiles({ row, findings, before }: SliceTilesProps) {
  const columns = sideBySide(before ?? [], row.slices);
  const missing = missingSlices(row.slices.length, row.expected_slices);
  const empty = columns.filter(({ now }) => now === null).length;
  const unplaced = Math.max(0, missing - empty);
  if (columns.length + unplaced === 0) {
    return <p className="tiles tiles--none quiet">The scanner has not told yet how many slices come.</p>;
  }
  const places = [...columns, ...Array.from({ length: unplaced }, () => ({ before: null, now: null }))];
  return (
    <ol className="tiles" aria-label="Slices, head to foot" style={{ "--columns": places.length } as React.CSSProperties}>
      {places.map(({ before: old, now }, place) => (
        <li key={now?.id ?? `missing-${old?.id ?? place}`} className="place">
          {before !== null && <BeforeTile tile={old} attempt={row.attempt - 1} />}
          {now === null ? (
            <EmptyPlace isMissing={missing > 0} isFinal={row.state === "final"} />
          ) : (
            <ArrivedTile tile={now} found={findings.find((one) => one.id === now.id)} />
          )}
        </li>
      ))}
    </ol>
  );
}
