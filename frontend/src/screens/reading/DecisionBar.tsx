// The bar that never moves: accept, override, next, and how the last decision went.
import type { SliceDetail } from "../../contract/index.ts";
import { formatPosition } from "../../domain/format.ts";
import { isAcceptable, wordsOfQuality } from "../../domain/verdict.ts";
import { ActionButton, type Action } from "../shell/actions.tsx";
import { useSignedIn } from "../shell/SessionContext.ts";
import type { DecisionState } from "./useDecision.ts";

interface BarProps {
  actions: [accept: Action, override: Action, next: Action];
  decision: DecisionState;
  slice: SliceDetail;
  notice: string;
  /** After a refusal: the same form again, as it was filled in. */
  onDecideAgain: () => void;
}

/** Why the reader cannot simply accept; empty when they can. */
function limits(slice: SliceDetail, mayReview: boolean, isBlind: boolean): string {
  if (!mayReview) return "You can look at everything here. Radiologists decide.";
  if (isBlind) return "You read this slice blind: give your own opinion. The verdict appears once it is locked.";
  if (slice.verdict === "undecided") return "The members are torn: override with your own decision.";
  return isAcceptable(slice.verdict) ? "" : "There is no verdict to accept. You can override with your own.";
}

const VERBS = { accept: "accepted", override: "overrode", opinion: "judged" };

function progress(decision: DecisionState, slice: SliceDetail): string {
  if (decision.isWaitingForServer) return "The server does not answer. Your decision is kept here, and sent as soon as it does.";
  if (decision.waiting) return "Keeping your decision";
  if (!decision.mine) return "";
  return `You ${VERBS[decision.mine.decision]} ${formatPosition(slice.location_mm)}: ${wordsOfQuality(decision.mine.quality).toLowerCase()}.`;
}

export function DecisionBar({ actions, decision, slice, notice, onDecideAgain }: BarProps) {
  const { can } = useSignedIn();
  const [accept, override, next] = actions;
  return (
    <footer className="reading__bar" aria-label="Decision">
      <p className="bar__words" role="status">
        {decision.waiting?.refusal ? (
          <>
            <strong>Not kept.</strong> {decision.waiting.refusal}{" "}
            <button type="button" className="button button--small" onClick={onDecideAgain}>
              Decide again
            </button>{" "}
            <button type="button" className="button button--small" onClick={decision.discard}>
              Let it go
            </button>
          </>
        ) : (
          notice || progress(decision, slice) || limits(slice, can.review, decision.isBlind)
        )}
      </p>
      <ActionButton action={accept} className="button--primary button--large" />
      <ActionButton action={override} className="button--large" />
      <ActionButton action={next} className="button--large" />
    </footer>
  );
}
