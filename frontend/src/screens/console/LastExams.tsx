// What came before on this scanner, each exam as its strip.
import { memo } from "react";
import { Link } from "wouter";

import type { ConsoleRow } from "../../state/console.ts";
import { Ago } from "../parts/Ago.tsx";
import { SliceStrip } from "../parts/SliceStrip.tsx";
import { VerdictWord } from "../parts/VerdictWord.tsx";

function wordsOfSeen({ state, seen_at: at, seen_by: by }: ConsoleRow): string {
  if (state !== "final") return "";
  if (at === null) return "not seen";
  return by ? `seen by ${by}` : "seen";
}

/** Drawn only when it changes itself: each verdict of the exam on the scanner draws the rest of the console. */
const LastExam = memo(function LastExam({ row }: { row: ConsoleRow }) {
  return (
    <li>
      <Link className="last__exam" href={`/exams/${row.id}`}>
        <span className="last__head">
          <strong>{row.patient}</strong>
          <span className="quiet">
            <Ago at={row.arrived_at} />
          </span>
        </span>
        <SliceStrip slices={row.slices} expected={row.expected_slices} />
        <span className="last__head">
          <VerdictWord verdict={row.verdict} state={row.state} />
          <span className="quiet last__seen">{wordsOfSeen(row)}</span>
        </span>
      </Link>
    </li>
  );
});

export function LastExams({ rows }: { rows: ConsoleRow[] }) {
  return (
    <section aria-labelledby="last-title">
      <h2 id="last-title">Before on this scanner</h2>
      {rows.length === 0 && <p className="quiet">No exam yet. The last five show here.</p>}
      <ol className="last">
        {rows.map((row) => (
          <LastExam key={row.id} row={row} />
        ))}
      </ol>
    </section>
  );
}
