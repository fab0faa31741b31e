// Every version of the site's policy: what it asked for, who brought it in, when, and why.
import type { PolicyVersion } from "../../contract/index.ts";
import { formatArea } from "../../domain/format.ts";
import { Ago } from "../parts/Ago.tsx";

function Version({ row }: { row: PolicyVersion }) {
  return (
    <tr>
      <th scope="row">{row.name}</th>
      <td className="table__number">{row.diagnostic_slices}</td>
      <td className="table__number">{formatArea(row.measurable_area_cm2)}</td>
      <td>
        {row.by}, <Ago at={row.at} />
      </td>
      <td className="settings__note">{row.note || <span className="quiet">No note</span>}</td>
    </tr>
  );
}

export function PolicyHistory({ rows }: { rows: PolicyVersion[] }) {
  if (rows.length === 0) {
    return (
      <section className="settings__panel" aria-labelledby="versions">
        <h2 id="versions">Versions of this site</h2>
        <p>None yet: the default is in force. Each change is listed here with who made it, when and why.</p>
      </section>
    );
  }
  return (
    <section className="settings__panel" aria-labelledby="versions">
      <h2 id="versions">Versions of this site</h2>
      <table className="table settings__table" aria-labelledby="versions">
        <thead>
          <tr>
            <th scope="col">Version</th>
            <th scope="col" className="table__number">
              Slices
            </th>
            <th scope="col" className="table__number">
              Area
            </th>
            <th scope="col">By</th>
            <th scope="col">Note</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <Version key={row.name} row={row} />
          ))}
        </tbody>
      </table>
    </section>
  );
}
