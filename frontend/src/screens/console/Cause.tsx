// Why slices failed, with the evidence, and what can not be told.
import type { ExamRow, Reason, SliceOpinion } from "../../contract/index.ts";
import { plural } from "../../domain/format.ts";
import { evidenceFor, untoldIn } from "../../domain/reasons.ts";
import { ReasonMark } from "../parts/ReasonMark.tsx";

interface CauseProps {
  row: Pick<ExamRow, "reason" | "slices">;
  findings: SliceOpinion[];
  reasons: Reason[];
}

const isFailed = ({ verdict }: { verdict: string | null }): boolean => verdict === "non_diagnostic";

/** The evidence comes a moment after the verdict; where it has come without a reason, there is none to wait for. */
function NoReason({ findings }: { findings: SliceOpinion[] }) {
  const isAwaited = findings.some((one) => isFailed(one) && one.evidence === null);
  return <p className="cause">{isAwaited ? "No reason is known yet." : "The reason cannot be told from these images."}</p>;
}

function MainReason({ row: { reason, slices }, findings, reasons }: CauseProps) {
  if (reason === null) return slices.some(isFailed) && <NoReason findings={findings} />;
  const name = reasons.find(({ code }) => code === reason.code)?.name ?? reason.code;
  return (
    <p className="cause">
      <ReasonMark code={reason.code} size={40} />
      <span>
        <strong>Likely reason: {name.toLowerCase()}</strong>, in {plural(reason.slices, "slice", "slices")}.{" "}
        {evidenceFor(reason.code, findings)}
      </span>
    </p>
  );
}

export function Cause(props: CauseProps) {
  const untold = props.row.slices.some(isFailed) ? untoldIn(props.findings.filter(isFailed)) : [];
  return (
    <>
      <MainReason {...props} />
      {untold.map((sentence) => (
        <p key={sentence} className="cause__untold quiet">
          {sentence}
        </p>
      ))}
    </>
  );
}
