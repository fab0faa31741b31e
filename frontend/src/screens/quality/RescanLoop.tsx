// What the rescan loop is for: exams that failed, were repeated while the patient still lay there, and were saved.
import type { Rescans, WeekFigures } from "../../contract/index.ts";
import { formatWeek } from "../../domain/quality.ts";
import { notRecorded, partOf, sentenceOn } from "../../domain/rescans.ts";
import { Missing } from "../parts/Missing.tsx";

const NO_CASE = "No such repeat";

function Step({ name, count, whole }: { name: string; count: number; whole: number }) {
  return (
    <li className="chain__step">
      <span className="chain__name">{name}</span>
      <span className="chain__track">
        <span className="chain__bar" style={{ inlineSize: `${whole === 0 ? 0 : (100 * count) / whole}%` }} />
      </span>
      <strong className="chain__count">{count}</strong>
    </li>
  );
}

function Chain({ rescans }: { rescans: Rescans }) {
  const { failed_first: failed, repeated, prevented } = rescans;
  return (
    <ol className="chain" aria-label="From a failed first attempt to an exam saved">
      <Step name="Failed at first" count={failed} whole={failed} />
      <Step name="Repeated in the same session" count={repeated} whole={failed} />
      <Step name="Prevented" count={prevented} whole={failed} />
    </ol>
  );
}

const helped = (part: number, whole: number): React.ReactNode =>
  whole === 0 ? <Missing why={NO_CASE} /> : partOf(part, whole);

function Advice({ rescans }: { rescans: Rescans }) {
  return (
    <dl className="advice">
      <dt>Advice followed</dt>
      <dd>{rescans.advice_followed}</dd>
      <dd className="quiet">helped: {helped(rescans.helped_followed, rescans.advice_followed)}</dd>
      <dt>Not followed</dt>
      <dd>{rescans.advice_not_followed}</dd>
      <dd className="quiet">helped: {helped(rescans.helped_not_followed, rescans.advice_not_followed)}</dd>
      <dt>Not recorded</dt>
      <dd>{notRecorded(rescans)}</dd>
      <dd className="quiet">nobody said so at the console</dd>
    </dl>
  );
}

/** The first figure of the page. */
export function RescanLoop({ rescans }: { rescans: Rescans }) {
  return (
    <section className="loop" aria-labelledby="loop-title">
      <div>
        <h2 id="loop-title">Non-diagnostic exams prevented</h2>
        <p className="loop__figure">{rescans.prevented}</p>
        <p className="quiet">{sentenceOn(rescans)}</p>
      </div>
      <Chain rescans={rescans} />
      <Advice rescans={rescans} />
    </section>
  );
}

const COLUMNS = ["Failed at first", "Repeated", "Prevented", "Advice followed, helped", "Not followed, helped", "Not recorded"];

function Cells({ rescans }: { rescans: Rescans }) {
  const cells = [
    rescans.failed_first,
    rescans.repeated,
    rescans.prevented,
    helped(rescans.helped_followed, rescans.advice_followed),
    helped(rescans.helped_not_followed, rescans.advice_not_followed),
    notRecorded(rescans),
  ];
  return cells.map((cell, place) => (
    <td key={COLUMNS[place]} className="table__number">
      {cell}
    </td>
  ));
}

/** Weeks and scanners in which an exam failed at first. */
export function RescanTable({ rows }: { rows: WeekFigures[] }) {
  const failed = rows
    .filter((row) => row.rescans.failed_first > 0)
    .sort((one, other) => other.week.localeCompare(one.week) || one.scanner.localeCompare(other.scanner));
  if (failed.length === 0) return null;
  return (
    <section aria-labelledby="rescans-title">
      <h2 id="rescans-title">Repeats by week and scanner</h2>
      <table className="table">
        <thead>
          <tr>
            <th scope="col">Week</th>
            <th scope="col">Scanner</th>
            {COLUMNS.map((name) => (
              <th key={name} scope="col" className="table__number">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {failed.map((row) => (
            <tr key={`${row.week} ${row.scanner}`}>
              <th scope="row">{formatWeek(row.week)}</th>
              <td>{row.scanner}</td>
              <Cells rescans={row.rescans} />
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
