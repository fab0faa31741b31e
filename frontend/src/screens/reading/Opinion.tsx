// The machine's opinion: the exam in one sentence, the slice with its votes, and what was decided.
import type { ExamDetail, SliceDetail } from "../../contract/index.ts";
import { isBlindTo } from "../../domain/blinding.ts";
import { formatField, formatPosition } from "../../domain/format.ts";
import { markOfSlice, wordsOfSlice } from "../../domain/verdict.ts";
import { Ago } from "../parts/Ago.tsx";
import { Mark } from "../parts/Mark.tsx";
import { VerdictWord } from "../parts/VerdictWord.tsx";
import { useSignedIn } from "../shell/SessionContext.ts";
import { Statement } from "../shell/Statement.tsx";
import { BlindExam } from "./Blind.tsx";
import { ConsensusNote } from "./ConsensusNote.tsx";
import { Decisions, VerdictHistory } from "./History.tsx";
import { OpinionHeatmap } from "./OpinionHeatmap.tsx";
import { OpinionMeasures } from "./OpinionMeasures.tsx";
import { OpinionReasons } from "./OpinionReasons.tsx";
import { OpinionVotes } from "./OpinionVotes.tsx";
import "./opinion.css";
import { WaitingDecisions } from "./WaitingDecisions.tsx";

function About({ exam }: { exam: ExamDetail }) {
  const field = exam.field_strength_t === null ? "" : `, ${formatField(exam.field_strength_t)}`;
  const { user } = useSignedIn();
  const others = exam.readers.filter((reader) => reader !== user?.name).join(", ");
  return (
    <section className="opinion__part">
      <p className="opinion__patient">{exam.patient}</p>
      <p className="quiet small">
        {exam.scanner}, {exam.sequence}
        {field}, arrived <Ago at={exam.arrived_at} />
      </p>
      {others && <p className="quiet small">Also reading: {others}</p>}
    </section>
  );
}

function Warnings({ warnings }: { warnings: string[] }) {
  return (
    <ul className="opinion__warnings">
      {warnings.map((warning) => (
        <li key={warning}>
          <Mark mark="question" /> {warning}
        </li>
      ))}
    </ul>
  );
}

function ExamVerdict({ exam }: { exam: ExamDetail }) {
  return (
    <section className="opinion__part">
      <h2>Exam</h2>
      <p className="opinion__verdict">
        <VerdictWord verdict={exam.verdict} state={exam.state} />
      </p>
      <p>{exam.why}</p>
      <Warnings warnings={exam.warnings} />
      <p className="quiet small">
        {exam.policy && `Policy ${exam.policy}`}
        {exam.ensemble && `, ensemble ${exam.ensemble.name} ${exam.ensemble.version}`}
      </p>
      <VerdictHistory history={exam.history} />
    </section>
  );
}

interface SliceVerdictProps {
  slice: SliceDetail;
  warnings: string[];
  heatmap: React.ReactNode;
}

function SliceVerdict({ slice, warnings, heatmap }: SliceVerdictProps) {
  return (
    <section className="opinion__part" data-slice-verdict={slice.verdict ?? "none"}>
      <h2>Slice at {formatPosition(slice.location_mm)}</h2>
      <p className="opinion__verdict verdict-word">
        <Mark mark={markOfSlice(slice)} size={16} />
        <strong>{wordsOfSlice(slice)}</strong>
      </p>
      {slice.why && <p>{slice.why}</p>}
      <OpinionVotes slice={slice} />
      {heatmap}
      <Warnings warnings={warnings} />
      <OpinionMeasures slice={slice} />
    </section>
  );
}

interface OpinionProps {
  exam: ExamDetail;
  slice: SliceDetail;
  /** Whether a pane is meant to show what moved the vote, and how to change that. */
  heatmap: { isShown: boolean; onShown: (isShown: boolean) => void };
  /** Under the patient, above the verdict. */
  children?: React.ReactNode;
}

export function Opinion({ exam, slice, heatmap, children }: OpinionProps) {
  const own = slice.warnings.filter((warning) => !exam.warnings.includes(warning));
  return (
    <>
      <About exam={exam} />
      {children}
      {exam.blinding ? <BlindExam blinding={exam.blinding} /> : <ExamVerdict exam={exam} />}
      {!isBlindTo(exam.blinding, slice.id) && (
        <>
          <SliceVerdict
            slice={slice}
            warnings={own}
            heatmap={<OpinionHeatmap exam={exam.id} slice={slice} {...heatmap} />}
          />
          <OpinionReasons slice={slice} sequence={exam.sequence} />
        </>
      )}
      <Decisions reviews={slice.reviews} />
      <WaitingDecisions slice={slice.id} />
      {slice.consensus && <ConsensusNote consensus={slice.consensus} />}
      <Statement />
    </>
  );
}
