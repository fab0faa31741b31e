// Agreement of each pair of raters: kappa with its interval, and the counts that it is made of.
import type { Agreement } from "../../contract/index.ts";
import { formatKappa } from "../../domain/format.ts";
import { Figure } from "../parts/Missing.tsx";

const NUMBERS = ["Slices", "Both measurable", "First alone", "Second alone", "Neither"];

function Row({ row }: { row: Agreement }) {
  return (
    <tr>
      <th scope="row">
        {row.first} and {row.second}
      </th>
      <td className="table__number">
        <Figure value={row.kappa} format={formatKappa} why="Too few slices that both have rated" />
      </td>
      <td className="table__number">{row.slices}</td>
      <td className="table__number">{row.both_measurable}</td>
      <td className="table__number">{row.only_first}</td>
      <td className="table__number">{row.only_second}</td>
      <td className="table__number">{row.neither}</td>
    </tr>
  );
}

export function AgreementTable({ rows, name }: { rows: Agreement[]; name: string }) {
  return (
    <>
      <table className="table">
        <caption className="unseen-text">Agreement in {name}</caption>
        <thead>
          <tr>
            <th scope="col">Raters</th>
            <th scope="col" className="table__number">
              Kappa (95 %)
            </th>
            {NUMBERS.map((number) => (
              <th key={number} scope="col" className="table__number">
                {number}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <Row key={`${row.first} ${row.second}`} row={row} />
          ))}
        </tbody>
      </table>
      <p className="quiet small">
        Measurable is diagnostic or limited. The interval takes the slices as independent. The ensemble counts where its
        verdict was clear.
      </p>
    </>
  );
}
