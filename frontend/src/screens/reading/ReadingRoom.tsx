// One exam being read: which slice is looked at, what is being decided.
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
import { Panes } from "./Panes.tsx";
import { SliceList } from "./SliceList.tsx";
import { useDecision } from "./useDecision.ts";
import { useOverrideDrafts } from "./useOverrideDrafts.ts";

function useSlice(exam: ExamDetail, first: SliceDetail) {
  const [chosen, setChosen] = useState(first.id);
  const place = Math.max(
    0,
    exam.slices.findIndex((slice) => slice.id === chosen),
  );
  const move = (step: number) => {
    const next = exam.slices[place + step];
    if (next) setChosen(next.id);
  };
  return { slice: exam.slices[place] ?? first, choose: setChosen, move };
}

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

const ARROWS: [key: string, keyName: string, step: number][] = [
  ["j", "J", 1],
  ["k", "K", -1],
  ["ArrowDown", "↓", 1],
  ["ArrowUp", "↑", -1],
];

const moves = (move: (step: number) => void): Action[] =>
  ARROWS.map(([key, keyName, step]) => ({
    label: step > 0 ? "Next slice, towards the feet" : "Previous slice, towards the head",
    key,
    keyName,
    run: () => move(step),
    repeats: true,
  }));

export function ReadingRoom({ exam, first }: { exam: ExamDetail; first: SliceDetail }) {
  const { can } = useSignedIn();
  const { slice, choose, move } = useSlice(exam, first);
  const drafts = useOverrideDrafts(slice);
  const decision = useDecision(exam, slice, drafts.close);
  const next = useNextExam(exam.id);
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
  const nextExam: Action = { label: "Next exam", key: "n", run: next.go };
  useActions([accept, override, nextExam, ...moves(move)]);

  return (
    <div className="reading">
      <SliceList slices={exam.slices} expected={exam.expected_slices} chosen={slice.id} onChoose={choose} />
      <Panes slices={exam.slices} slice={slice} onScroll={move} />
      <aside className="reading__opinion" aria-label="Opinion">
        {drafts.draft && (
          <OverrideForm
            key={slice.id}
            slice={slice}
            draft={drafts.draft}
            title={decision.isBlind ? "Your opinion on" : "Override"}
            onChange={drafts.change}
            onSave={decision.override}
            onCancel={() => drafts.close(slice.id)}
          />
        )}
        <Opinion exam={exam} slice={slice} />
      </aside>
      <DecisionBar
        actions={[accept, override, nextExam]}
        decision={decision}
        slice={slice}
        notice={next.message}
        onDecideAgain={decideAgain}
      />
    </div>
  );
}
