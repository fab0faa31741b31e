// The machine's opinion: the exam in one sentence, the slice with its votes, and what was decided.
import type { ExamDetail, SliceDetail } from "../../contract/index.ts";
import { isBlindTo } from "../../domain/blinding.ts";
import { formatArea, formatCrosscheck, formatField, formatKpa, formatPosition } from "../../domain/format.ts";
import { kilopascal } from "../../domain/stiffness.ts";
import { markOfSlice, wordsOfSlice } from "../../domain/verdict.ts";
import { Ago } from "../parts/Ago.tsx";
import { Mark } from "../parts/Mark.tsx";
import { Figure, Missing } from "../parts/Missing.tsx";
import { Probability } from "../parts/Probability.tsx";
import { VerdictWord } from "../parts/VerdictWord.tsx";
import { Votes } from "../parts/Votes.tsx";
import { useSignedIn } from "../shell/SessionContext.ts";
import { Statement } from "../shell/Statement.tsx";
import { BlindExam } from "./Blind.tsx";
import { ConsensusNote } from "./ConsensusNote.tsx";
import { Decisions, VerdictHistory } from "./History.tsx";
import { MemberScale } from "./MemberScale.tsx";
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

/** The scanner's stiffness against our own; a difference that matters comes as a warning in words. */
function Crosscheck({ slice: { crosscheck_kpa: own, crosscheck_ratio: ratio } }: { slice: SliceDetail }) {
  if (own === null || ratio === null) return <Missing why="No raw phase or nothing measurable" />;
  return formatCrosscheck(kilopascal(own), ratio);
}

function Measurements({ slice }: { slice: SliceDetail }) {
  const why = slice.why || "Not measured in this slice";
  return (
    <dl className="opinion__numbers">
      <dt>Stiffness, median</dt>
      <dd>
        <Figure value={slice.stiffness_kpa} format={(value) => formatKpa(kilopascal(value))} why={why} />
      </dd>
      <dt>Measurable area</dt>
      <dd>
        <Figure value={slice.measurable_area_cm2} format={formatArea} why={why} />
      </dd>
      <dt>Own inversion of the raw phase</dt>
      <dd>
        <Crosscheck slice={slice} />
      </dd>
    </dl>
  );
}

function SliceVerdict({ slice, warnings }: { slice: SliceDetail; warnings: string[] }) {
  return (
    <section className="opinion__part" data-slice-verdict={slice.verdict ?? "none"}>
      <h2>Slice at {formatPosition(slice.location_mm)}</h2>
      <p className="opinion__verdict verdict-word">
        <Mark mark={markOfSlice(slice)} size={16} />
        <strong>{wordsOfSlice(slice)}</strong>
      </p>
      {slice.why && <p>{slice.why}</p>}
      {slice.votes.length > 0 && (
        <>
          <p className="opinion__votes">
            <Votes votes={slice.votes} size={14} />
            <Probability value={slice.probability} />
          </p>
          <MemberScale probabilities={slice.member_probabilities} />
        </>
      )}
      <Warnings warnings={warnings} />
      <Measurements slice={slice} />
    </section>
  );
}

export function Opinion({ exam, slice }: { exam: ExamDetail; slice: SliceDetail }) {
  const own = slice.warnings.filter((warning) => !exam.warnings.includes(warning));
  return (
    <>
      <About exam={exam} />
      {exam.blinding ? <BlindExam blinding={exam.blinding} /> : <ExamVerdict exam={exam} />}
      {!isBlindTo(exam.blinding, slice.id) && <SliceVerdict slice={slice} warnings={own} />}
      <Decisions reviews={slice.reviews} />
      <WaitingDecisions slice={slice.id} />
      {slice.consensus && <ConsensusNote consensus={slice.consensus} />}
      <Statement />
    </>
  );
}
