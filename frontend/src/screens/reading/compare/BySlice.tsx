// The slices of two exams by position: what has a partner in a table, what has none in a sentence.
import type { ComparedSlice, Comparison, MeasuredSide, SliceDetail } from "../../../contract/index.ts";
import { formatChange, wordsOfLonely, wordsOfPlace } from "../../../domain/comparison.ts";
import { formatPosition } from "../../../domain/format.ts";
import { markOfDecided } from "../../../domain/verdict.ts";
import { Mark } from "../../parts/Mark.tsx";
import { Missing } from "../../parts/Missing.tsx";

/** What was told of the two, and their slices in the order of time. */
export interface Pair {
  comparison: Comparison;
  then: SliceDetail[];
  now: SliceDetail[];
}

export const Kpa = ({ side: { kpa, why } }: { side: MeasuredSide }) => (kpa === null ? <Missing why={why} /> : kpa.toFixed(2));

function ChangeCell({ row }: { row: ComparedSlice }) {
  if (row.change_percent === null) return <Missing why="No change to state" />;
  if (!row.exceeds) return <>{formatChange(row.change_percent)}</>;
  return (
    <strong>
      {formatChange(row.change_percent)}
      <span className="unseen-text">, more than repeatability</span>
    </strong>
  );
}

/** Of a slice: its kPa, or the mark of why it has none. */
function SideCell({ side, slice }: { side: MeasuredSide; slice: SliceDetail | undefined }) {
  const mark = slice && markOfDecided(slice);
  if (side.kpa !== null || mark === undefined || mark === "check") return <Kpa side={side} />;
  return (
    <span title={side.why}>
      <Mark mark={mark} />
      <span className="unseen-text">{side.why}</span>
    </span>
  );
}

function Row({ row, pair: { then, now }, isShown }: { row: ComparedSlice; pair: Pair; isShown: boolean }) {
  const sliceIn = (slices: SliceDetail[]) => slices.find(({ id }) => id === row.slice || id === row.other_slice);
  return (
    <tr aria-current={isShown} title={row.distance_mm === null ? undefined : `Beside it ${wordsOfPlace(row)}`}>
      <th scope="row">{formatPosition(row.location_mm)}</th>
      <td>
        <SideCell side={row.then} slice={sliceIn(then)} />
      </td>
      <td>
        <SideCell side={row.now} slice={sliceIn(now)} />
      </td>
      <td>
        <ChangeCell row={row} />
      </td>
    </tr>
  );
}

/** A row for each slice that is read, head to foot. */
function Table({ rows, pair, shown }: { rows: ComparedSlice[]; pair: Pair; shown: number }) {
  return (
    <table className="measure-table" aria-label="Stiffness by slice, then and now">
      <thead>
        <tr>
          <th scope="col">Slice</th>
          <th scope="col">Then, kPa</th>
          <th scope="col">Now, kPa</th>
          <th scope="col">Change</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <Row key={row.slice} row={row} pair={pair} isShown={row.slice === shown} />
        ))}
      </tbody>
    </table>
  );
}

export function BySlice({ pair, shown, name }: { pair: Pair; shown: number; name: string }) {
  const { slices } = pair.comparison;
  const isPaired = slices.some((row) => row.slice !== null && row.other_slice !== null);
  const lonely = slices.filter(({ slice }) => slice === null).map((row) => row.other_location_mm);
  return (
    <>
      {isPaired && <Table rows={slices.filter(({ slice }) => slice !== null)} pair={pair} shown={shown} />}
      {!isPaired && <p>No slice of one lies at the position of a slice of the other.</p>}
      {lonely.length > 0 && <p className="quiet small">{wordsOfLonely(name, lonely)}</p>}
    </>
  );
}
