// Every version of the site's policy: what it asked for, who brought it in, when, and why.
import type { PolicyVersion } from "../../contract/index.ts";
import { Ago } from "../parts/Ago.tsx";

function Version({ row }: { row: PolicyVersion }) {
  return (
    <li className="version">
      <p className="version__head">
        <strong>{row.name}</strong>
        <span className="quiet">
          {row.by}, <Ago at={row.at} />
        </span>
      </p>
      <p>{row.sentence}</p>
      {row.note && <p className="version__note">{row.note}</p>}
    </li>
  );
}

export function PolicyHistory({ rows }: { rows: PolicyVersion[] }) {
  return (
    <section className="settings__panel" aria-labelledby="versions">
      <h2 id="versions">Versions of this site</h2>
      {rows.length === 0 && (
        <p>None yet: the default is in force. Each change is listed here with who made it, when and why.</p>
      )}
      <ol>
        {rows.map((row) => (
          <Version key={row.name} row={row} />
        ))}
      </ol>
    </section>
  );
}
