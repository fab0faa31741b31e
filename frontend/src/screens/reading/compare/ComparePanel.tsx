// What changed between two exams of one patient: for the exam, by slice, and what forbids to say so.
import type { Change, ComparedSlice, Comparison, MeasuredSide } from "../../../contract/index.ts";
import { formatChange, nameOf, wordsOfChange, wordsOfPlace } from "../../../domain/comparison.ts";
import { formatArea, formatPosition, plural } from "../../../domain/format.ts";
import { Mark } from "../../parts/Mark.tsx";
import { Missing } from "../../parts/Missing.tsx";
import { ActionButton } from "../../shell/actions.tsx";
import type { Comparing } from "./useComparing.ts";
import "./compare.css";

const Kpa = ({ side: { kpa, why } }: { side: MeasuredSide }) => (kpa === null ? <Missing why={why} /> : kpa.toFixed(2));

const basisOf = ({ slices, area_cm2: area }: MeasuredSide): string =>
  area === null ? "nothing" : `${plural(slices, "slice", "slices")}, ${formatArea(area)}`;

/** The exam's stiffness then and now, and what its change means. */
function Whole({ change, limit }: { change: Change; limit: number }) {
  const { then, now, change_percent: percent } = change;
  const words = wordsOfChange(change, limit);
  return (
    <>
      <p className="opinion__verdict" data-compared={change.exceeds ?? "unknown"}>
        <Kpa side={then} /> <span className="quiet">then,</span>{" "}
        <strong>
          <Kpa side={now} /> kPa
        </strong>{" "}
        <span className="quiet">now</span>
        {percent !== null && <strong>, {formatChange(percent)}</strong>}
      </p>
      {words && <p>{words}</p>}
      <p className="quiet small">
        Area-weighted over diagnostic slices: {basisOf(then)} then, {basisOf(now)} now
      </p>
    </>
  );
}

function OwnRegions({ change, limit }: { change: Change; limit: number }) {
  return (
    <p className="small" data-own-regions>
      By your own regions: <Kpa side={change.then} /> kPa then, <Kpa side={change.now} /> kPa now
      {change.change_percent !== null && `, ${formatChange(change.change_percent)}. ${wordsOfChange(change, limit)}`}.
    </p>
  );
}

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

function Row({ row, isShown }: { row: ComparedSlice; isShown: boolean }) {
  const isOnlyOther = row.slice === null;
  return (
    <tr aria-current={isShown} title={row.distance_mm === null ? undefined : `Beside it ${wordsOfPlace(row)}`}>
      <th scope="row" className={isOnlyOther ? "quiet" : undefined}>
        {formatPosition(isOnlyOther ? row.other_location_mm : row.location_mm)}
      </th>
      <td>
        <Kpa side={row.then} />
      </td>
      <td>
        <Kpa side={row.now} />
      </td>
      <td>
        <ChangeCell row={row} />
      </td>
    </tr>
  );
}

function Table({ comparison, shown }: { comparison: Comparison; shown: number }) {
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
        {comparison.slices.map((row) => (
          <Row key={`${row.slice ?? ""} ${row.other_slice ?? ""}`} row={row} isShown={row.slice === shown} />
        ))}
      </tbody>
    </table>
  );
}

function Sentences({ sentences }: { sentences: string[] }) {
  return (
    <ul className="opinion__warnings">
      {sentences.map((sentence) => (
        <li key={sentence}>
          <Mark mark="question" /> <span>{sentence}</span>
        </li>
      ))}
    </ul>
  );
}

function Told({ comparison, shown }: { comparison: Comparison; shown: number }) {
  const { not_comparable: why, notes, whole, own_regions: own, limit_percent: limit, shares_frame: isShared } = comparison;
  return (
    <>
      {why.length > 0 && (
        <p role="status">
          <strong>Not comparable:</strong> no change is stated.
        </p>
      )}
      <Sentences sentences={[...why, ...notes]} />
      <Whole change={whole} limit={limit} />
      {own && <OwnRegions change={own} limit={limit} />}
      <Table comparison={comparison} shown={shown} />
      <p className="quiet small">
        {why.length === 0 && `Bold: changed by more than ${limit} %, the limit of one reader on one scanner (QIBA). `}
        {isShared ? "The cursor is linked." : "The cursor is not linked: the exams count positions from different points."}
      </p>
    </>
  );
}

function Choice({ comparing: { offered, chosen, choose } }: { comparing: Comparing }) {
  return (
    <select
      className="compare__choice"
      aria-label="Exam to compare with"
      value={chosen?.id}
      onChange={(event) => choose(event.target.value)}
    >
      {offered.map((one) => (
        <option key={one.id} value={one.id}>
          {nameOf(one)}, {one.scanner}, {one.sequence || "sequence unknown"}
        </option>
      ))}
    </select>
  );
}

export function ComparePanel({ comparing, slice }: { comparing: Comparing; slice: number }) {
  const { offered, isOn, toggle, comparison, error, retry } = comparing;
  if (offered.length === 0) return null;
  return (
    <section className="opinion__part" aria-label="Comparison">
      <h2>Comparison</h2>
      <div className="compare__head">
        <Choice comparing={comparing} />
        <ActionButton action={{ ...toggle, short: isOn ? "Stop" : "Compare" }} className="button--small" />
      </div>
      {error && (
        <p role="alert">
          {error.message}{" "}
          <button type="button" className="button button--small" onClick={retry}>
            Try again
          </button>
        </p>
      )}
      {isOn && comparison && <Told comparison={comparison} shown={slice} />}
      {isOn && !comparison && !error && <p className="quiet">Comparing…</p>}
    </section>
  );
}
