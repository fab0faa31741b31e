// An exam's verdict as mark and word.
import type { ExamState, ExamVerdict } from "../../domain/verdict.ts";
import { markOfExam, wordsOfExam, wordsOfState } from "../../domain/verdict.ts";
import { Mark } from "./Mark.tsx";

export function VerdictWord({ verdict, state }: { verdict: ExamVerdict | null; state: ExamState }) {
  return (
    <span className="verdict-word">
      <Mark mark={markOfExam(verdict)} size={16} />
      <strong>{wordsOfExam(verdict)}</strong>
      {state !== "final" && <span className="tag">{wordsOfState(state)}</span>}
    </span>
  );
}
