// The figures by week and scanner, the newest week first.
import type { Figures, WeekFigures } from "../../contract/index.ts";
import { formatKappa } from "../../domain/format.ts";
import { formatPercent, formatWeek, overrideRate, shareAdequate } from "../../domain/quality.ts";
import { Figure } from "../parts/Missing.tsx";

export const NO_KAPPA = "Too few reviewed slices for an agreement";

function Cells({ figures }: { figures: Figures }) {
  return (
    <>
      <td className="table__number">{figures.exams}</td>
      <td className="table__number">{figures.assessed}</td>
      <td className="table__number">{figures.adequate}</td>
      <td className="table__number">
        <Figure value={shareAdequate(figures)} format={formatPercent} why="No exam was assessed" />
      </td>
      <td className="table__number">{figures.reviewed_slices}</td>
      <td className="table__number">{figures.overridden}</td>
      <td className="table__number">
        <Figure value={overrideRate(figures)} format={formatPercent} why="No slice was reviewed" />
      </td>
      <td className="table__number">
        <Figure value={figures.kappa} format={formatKappa} why={NO_KAPPA} />
      </td>
    </>
  );
}

const NUMBERS = ["Exams", "Assessed", "Adequate", "Share", "Reviewed slices", "Overridden", "Rate", "Kappa (95 %)"];

export function QualityTable({ rows, total }: { rows: WeekFigures[]; total: Figures }) {
  const newestFirst = rows.toSorted(
    (one, other) => other.week.localeCompare(one.week) || one.scanner.localeCompare(other.scanner),
  );
  return (
    <table className="table">
      <caption className="unseen-text">Figures by week and scanner</caption>
      <thead>
        <tr>
          <th scope="col">Week</th>
          <th scope="col">Scanner</th>
          {NUMBERS.map((name) => (
            <th key={name} scope="col" className="table__number">
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {newestFirst.map((row) => (
          <tr key={`${row.week} ${row.scanner}`}>
            <th scope="row">{formatWeek(row.week)}</th>
            <td>{row.scanner}</td>
            <Cells figures={row} />
          </tr>
        ))}
      </tbody>
      <tfoot>
        <tr>
          <th scope="row">All weeks</th>
          <td>All scanners</td>
          <Cells figures={total} />
        </tr>
      </tfoot>
    </table>
  );
}
