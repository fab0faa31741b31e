// What changed between two exams of one patient: for the exam, by slice, and what forbids to say so.
import type { Change, Comparison, MeasuredSide, SliceDetail } from "../../../contract/index.ts";
import { formatChange, nameOf, wordsOfChange } from "../../../domain/comparison.ts";
import { formatArea } from "../../../domain/format.ts";
import { Mark } from "../../parts/Mark.tsx";
import { ActionButton } from "../../shell/actions.tsx";
import { BySlice, Kpa, type Pair } from "./BySlice.tsx";
import type { Comparing } from "./useComparing.ts";
import "./compare.css";

const wordsOfSide = ({ kpa }: MeasuredSide): string => (kpa === null ? "nothing" : `${kpa.toFixed(2)} kPa`);

const basisOf = ({ slices, area_cm2: area }: MeasuredSide, all: SliceDetail[]): string =>
  `${slices === 0 ? "none" : slices} of ${all.length}${area === null ? "" : `, ${formatArea(area)}`}`;

/** The exam's stiffness then and now, and what its change means. */
function Whole({ pair: { comparison, then: slicesThen, now: slicesNow } }: { pair: Pair }) {
  const { whole, limit_percent: limit } = comparison;
  const { then, now, change_percent: percent } = whole;
  return (
    <>
      <p className="opinion__verdict" data-compared={whole.exceeds ?? "unknown"}>
        {wordsOfSide(then)} <span className="quiet">then,</span> <strong>{wordsOfSide(now)}</strong>{" "}
        <span className="quiet">now</span>
      </p>
      {percent !== null && (
        <p>
          <strong>{formatChange(percent)}</strong> {wordsOfChange(whole, limit)}
        </p>
      )}
      <p className="quiet small">
        By area over diagnostic slices: {basisOf(then, slicesThen)} then; {basisOf(now, slicesNow)} now
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

function Told({ pair, shown, name }: { pair: Pair; shown: number; name: string }) {
  const { not_comparable: why, notes, slices, own_regions: own, limit_percent: limit, shares_frame: isShared } = pair.comparison;
  return (
    <>
      {why.length > 0 && (
        <p role="status">
          <strong>Not comparable:</strong> no change is stated.
        </p>
      )}
      <Sentences sentences={[...why, ...notes]} />
      <Whole pair={pair} />
      {own && <OwnRegions change={own} limit={limit} />}
      <BySlice pair={pair} shown={shown} name={name} />
      {slices.some(({ exceeds }) => exceeds) && (
        <p className="quiet small">Bold: changed by more than {limit} %, the limit of one reader on one scanner (QIBA).</p>
      )}
      {!isShared && (
        <p className="quiet small">Positioned anew: the same position is about the same place, and the cursor is not linked.</p>
      )}
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

function pairOf(comparison: Comparison, here: SliceDetail[], beside: SliceDetail[]): Pair {
  const [then, now] = comparison.is_other_earlier ? [beside, here] : [here, beside];
  return { comparison, then, now };
}

export function ComparePanel({ comparing, slices, shown }: { comparing: Comparing; slices: SliceDetail[]; shown: number }) {
  const { offered, isOn, toggle, comparison, beside, error, retry } = comparing;
  if (offered.length === 0) return null;
  return (
    <section className="opinion__part" aria-label="Comparison">
      <div className="compare__head">
        <h2>Comparison</h2>
        <ActionButton action={{ ...toggle, short: isOn ? "Stop" : "Compare" }} className="button--small" />
      </div>
      <Choice comparing={comparing} />
      {error && (
        <p role="alert">
          {error.message}{" "}
          <button type="button" className="button button--small" onClick={retry}>
            Try again
          </button>
        </p>
      )}
      {beside && comparison && (
        <Told pair={pairOf(comparison, slices, beside.slices)} shown={shown} name={beside.name} />
      )}
      {isOn && !comparison && !error && <p className="quiet">Comparing…</p>}
    </section>
  );
}
