// The exam on the scanner: whose it is, its slices, the verdict so far, and the time that it takes.
import type { ExamRow } from "../../contract/index.ts";
import { formatField } from "../../domain/format.ts";
import { adviceOn } from "../../domain/session.ts";
import { markOfExam, wordsOfExam, wordsOfState } from "../../domain/verdict.ts";
import { useExam } from "../../state/exams.ts";
import { Ago } from "../parts/Ago.tsx";
import { Mark } from "../parts/Mark.tsx";
import { PreviousAttempt } from "./PreviousAttempt.tsx";
import { Seen } from "./Seen.tsx";
import { SliceTiles } from "./SliceTiles.tsx";

function About({ row }: { row: ExamRow }) {
  const field = row.field_strength_t === null ? "" : `, ${formatField(row.field_strength_t)}`;
  return (
    <div>
      <p className="console__patient">{row.patient}</p>
      <p className="quiet">
        {row.sequence}
        {field}, arrived <Ago at={row.arrived_at} />
      </p>
    </div>
  );
}

function Verdict({ row, isBlind }: { row: ExamRow; isBlind: boolean }) {
  return (
    <section className={`console__verdict edge edge--${markOfExam(row.verdict)}`} aria-label="Verdict">
      <div aria-live="polite">
        <p className="console__word">
          <Mark mark={markOfExam(row.verdict)} size={48} />
          <strong>{wordsOfExam(row.verdict)}</strong>
          {row.state !== "final" && <span className="tag">{wordsOfState(row.state)}</span>}
        </p>
        <p className="console__why">
          {row.why} <strong>{adviceOn(row, isBlind)}</strong>
        </p>
      </div>
      {row.warnings.map((warning) => (
        <p key={warning} className="console__warning">
          <Mark mark="question" size={20} /> {warning}
        </p>
      ))}
      {row.policy_sentence && (
        <p className="quiet" title={row.policy}>
          {row.policy_sentence}
        </p>
      )}
    </section>
  );
}

export function CurrentExam({ row, others, isBlind }: { row: ExamRow; others: ExamRow[]; isBlind: boolean }) {
  const details = useExam(row.id).data?.slices ?? [];
  return (
    <>
      <div className="console__about">
        <About row={row} />
        {row.previous_attempt !== null && <PreviousAttempt row={row} previous={row.previous_attempt} known={others} />}
      </div>
      <SliceTiles row={row} details={details} />
      <div className="console__now">
        <Verdict row={row} isBlind={isBlind} />
        <Seen row={row} />
      </div>
    </>
  );
}
