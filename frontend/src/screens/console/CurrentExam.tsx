// The exam on the scanner: its slices, the verdict so far, what to do, and the time that it takes.
import type { SliceOpinion } from "../../contract/index.ts";
import { adviceAfter } from "../../domain/reasons.ts";
import { adviceOn } from "../../domain/session.ts";
import { markOfExam, wordsOfExam, wordsOfState } from "../../domain/verdict.ts";
import { useFindings, type ConsoleRow } from "../../state/console.ts";
import { useReasons } from "../../state/site.ts";
import { Mark } from "../parts/Mark.tsx";
import { Attempts, useAttemptBefore } from "./Attempts.tsx";
import { Cause } from "./Cause.tsx";
import { Seen } from "./Seen.tsx";
import { SliceTiles } from "./SliceTiles.tsx";

interface VerdictProps {
  row: ConsoleRow;
  findings: SliceOpinion[];
  isBlind: boolean;
}

function Verdict({ row, findings, isBlind }: VerdictProps) {
  const reasons = useReasons().data ?? [];
  const reason = reasons.find(({ code }) => code === row.reason?.code);
  const remedy = reason ? adviceAfter(reason, row.sequence) : null;
  return (
    <section className={`console__verdict edge edge--${markOfExam(row.verdict)}`} aria-label="Verdict">
      <div aria-live="polite">
        <p className="console__word">
          <Mark mark={markOfExam(row.verdict)} size={48} />
          <strong>{wordsOfExam(row.verdict)}</strong>
          {row.state !== "final" && <span className="tag">{wordsOfState(row.state)}</span>}
        </p>
        <p className="console__advice">{adviceOn(row, { isBlind, remedy })}</p>
        <p className="console__why">{row.why}</p>
      </div>
      <Cause row={row} findings={findings} reasons={reasons} />
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

export function CurrentExam({ row, others, isBlind }: { row: ConsoleRow; others: ConsoleRow[]; isBlind: boolean }) {
  const findings = useFindings(row.id);
  const before = useAttemptBefore(row, others);
  return (
    <>
      {row.rescan && <Attempts row={row} rescan={row.rescan} before={before} />}
      <SliceTiles row={row} findings={findings} before={before?.slices ?? null} />
      <div className="console__now">
        <Verdict row={row} findings={findings} isBlind={isBlind} />
        <Seen row={row} />
      </div>
    </>
  );
}
