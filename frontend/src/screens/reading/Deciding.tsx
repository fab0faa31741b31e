// Deciding on one exam: the opinion with the decisions so far, the override in place, the bar that never moves.
import { useState } from "react";
import { useLocation } from "wouter";

import type { ExamDetail, SliceDetail } from "../../contract/index.ts";
import { isAcceptable } from "../../domain/verdict.ts";
import { useFindNextExam } from "../../state/exams.ts";
import { lastWorklist } from "../../state/worklistAddress.ts";
import { useActions, type Action } from "../shell/actions.tsx";
import { useSignedIn } from "../shell/SessionContext.ts";
import { DecisionBar } from "./DecisionBar.tsx";
import { Opinion } from "./Opinion.tsx";
import { OverrideForm } from "./OverrideForm.tsx";
import { useDecision, type InView } from "./useDecision.ts";
import { useOverrideDrafts } from "./useOverrideDrafts.ts";

function useNextExam(exam: string) {
  const [, navigate] = useLocation();
  const findNext = useFindNextExam();
  const [message, setMessage] = useState("");
  const open = (next: string | null) => {
    if (next === null) setMessage("No exam of the worklist is left unread.");
    else navigate(`/exams/${next}`);
  };
  const go = () => {
    findNext(exam, lastWorklist.recall()).then(open, () => setMessage("The next exam could not be found. Try again."));
  };
  return { go, message };
}

interface DecidingProps {
  exam: ExamDetail;
  slice: SliceDetail;
  /** Kept with the decision. */
  inView: InView;
  heatmap: { isShown: boolean; onShown: (isShown: boolean) => void };
}

export function Deciding({ exam, slice, inView, heatmap }: DecidingProps) {
  const { can } = useSignedIn();
  const drafts = useOverrideDrafts(slice);
  const decision = useDecision(exam, slice, inView, drafts.close);
  const next = useNextExam(exam.id);
  const mayDecide = can.review && !decision.isPending;

  const accept: Action = {
    label: "Accept",
    key: "a",
    run: () => decision.accept(),
    isEnabled: mayDecide && isAcceptable(slice.verdict) && !decision.isAccepted,
  };
  const override: Action = { label: "Override", key: "o", run: drafts.open, isEnabled: mayDecide };
  const nextExam: Action = { label: "Next exam", key: "n", run: next.go };
  useActions([accept, override, nextExam], "Deciding");

  return (
    <>
      <aside className="reading__opinion" aria-label="Opinion">
        {drafts.draft && (
          <OverrideForm
            key={slice.id}
            slice={slice}
            draft={drafts.draft}
            isPending={decision.isPending}
            onChange={drafts.change}
            onSave={decision.override}
            onCancel={() => drafts.close(slice.id)}
          />
        )}
        <Opinion exam={exam} slice={slice} heatmap={heatmap} />
      </aside>
      <DecisionBar actions={[accept, override, nextExam]} decision={decision} slice={slice} notice={next.message} />
    </>
  );
}
