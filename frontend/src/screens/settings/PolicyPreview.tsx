// Which of the last exams a changed policy would have judged otherwise.
import { Link } from "wouter";

import type { PolicyChange, PolicyPreview as Preview } from "../../contract/index.ts";
import { plural } from "../../domain/format.ts";
import { markOfExam, wordsOfExam, type ExamVerdict } from "../../domain/verdict.ts";
import { Ago } from "../parts/Ago.tsx";
import { Mark } from "../parts/Mark.tsx";

function Verdict({ verdict }: { verdict: ExamVerdict | null }) {
  return (
    <span className="verdict-word">
      <Mark mark={markOfExam(verdict)} /> {wordsOfExam(verdict)}
    </span>
  );
}

function Change({ change }: { change: PolicyChange }) {
  return (
    <li className="change">
      <Link className="change__exam" href={`/exams/${change.id}`}>
        {change.patient}
      </Link>
      <span className="quiet">
        {change.scanner}, <Ago at={change.arrived_at} />
      </span>
      <span className="change__verdicts">
        <Verdict verdict={change.before} />
        <span aria-hidden="true">→</span>
        <span className="unseen-text">becomes</span>
        <Verdict verdict={change.after} />
      </span>
    </li>
  );
}

export function PolicyPreview({ preview: { exams, changed } }: { preview: Preview }) {
  return (
    <section className="preview" aria-labelledby="preview-title">
      <h3 id="preview-title" role="status">
        Would have changed {changed.length} of the last {plural(exams, "exam", "exams")}
      </h3>
      <ul className="preview__list" tabIndex={changed.length > 0 ? 0 : undefined} aria-label="Changed exams">
        {changed.map((change) => (
          <Change key={change.id} change={change} />
        ))}
      </ul>
    </section>
  );
}
