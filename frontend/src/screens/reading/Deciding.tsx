// Deciding on one exam: the opinion with the decisions so far, the override in place, the bar that never moves.
import { useState } from "react";
import { useLocation } from "wouter";

import type { ExamDetail, SliceDetail } from "../../contract/index.ts";
import { isAcceptable } from "../../domain/verdict.ts";
import { useNextExam } from "../../state/exams.ts";
import { lastWorklist } from "../../state/worklistAddress.ts";
import { useActions, type Action } from "../shell/actions.tsx";
import { useSignedIn } from "../shell/SessionContext.ts";
import { DecisionBar } from "./DecisionBar.tsx";
import { Opinion } from "./Opinion.tsx";
import { OverrideForm } from "./OverrideForm.tsx";
import { useAhead } from "./useAhead.ts";
import { useDecision, type InView } from "./useDecision.ts";
import { useOverrideDrafts } from "./useOverrideDrafts.ts";

function useGoOn(exam: string) {
  const [, navigate] = useLocation();
  const { next, ask } = useNextExam(exam, lastWorklist.recall());
  const [message, setMessage] = useState("");
  const open = (id: string | null | undefined) => {
    if (id === undefined) setMessage("The next exam could not be found. Try again.");
    else if (id === null) setMessage("No exam of the worklist is left unread.");
    else navigate(`/exams/${id}`);
  };
  return { go: () => (next ? open(next) : void ask().then(open)), next, message };
}

interface DecidingProps {
  exam: ExamDetail;
  slice: SliceDetail;
  /** Kept with the decision. */
  inView: InView;
  heatmap: { isShown: boolean; onShown: (isShown: boolean) => void };
  /** What the reader looks at beside it and found themselves, above the machine's opinion. */
  children?: React.ReactNode;
}

export function Deciding({ exam, slice, inView, heatmap, children }: DecidingProps) {
  const { can } = useSignedIn();
  const drafts = useOverrideDrafts(slice);
  const decision = useDecision(exam, slice, inView, drafts.close);
  const goOn = useGoOn(exam.id);
  useAhead({ slices: exam.slices, next: goOn.next ?? null, hanging: inView.hanging });
  const decideAgain = () => {
    if (decision.waiting) drafts.reopen(decision.waiting.draft);
    decision.discard();
  };

  const accept: Action = {
    label: "Accept",
    key: "a",
    run: () => decision.accept(),
    isEnabled: can.review && isAcceptable(slice.verdict) && !decision.isAccepted,
  };
  const override: Action = {
    label: decision.isBlind ? "Give your opinion" : "Override",
    key: "o",
    run: drafts.open,
    isEnabled: can.review,
  };
  const nextExam: Action = { label: "Next exam", key: "n", run: goOn.go };
  useActions([accept, override, nextExam], "Deciding");

  return (
    <>
      <aside className="reading__opinion" aria-label="Opinion">
        {drafts.draft && (
          <OverrideForm
            key={slice.id}
            slice={slice}
            sequence={exam.sequence}
            draft={drafts.draft}
            title={decision.isBlind ? "Your opinion on" : "Override"}
            onChange={drafts.change}
            onSave={decision.override}
            onCancel={() => drafts.close(slice.id)}
          />
        )}
        <Opinion exam={exam} slice={slice} heatmap={heatmap}>
          {children}
        </Opinion>
      </aside>
      <DecisionBar
        actions={[accept, override, nextExam]}
        decision={decision}
        slice={slice}
        notice={goOn.message}
        onDecideAgain={decideAgain}
      />
    </>
  );
}
