// Accepting and overriding: what is sent, and how it went.
import { Unreachable } from "../../api/http.ts";
import type { ExamDetail, ReviewDraft, SliceDetail } from "../../contract/index.ts";
import { availableRoles, hang, type Hanging } from "../../domain/hanging.ts";
import { newClientId } from "../../state/clientId.ts";
import { useSendReview } from "../../state/exams.ts";
import { useSecondsSpent } from "../../state/timeSpent.ts";
import { useSignedIn } from "../shell/SessionContext.ts";
import type { OverrideDraft } from "./useOverrideDrafts.ts";

/** What the reader has before them, beside the exam itself. */
export interface InView {
  hanging: Hanging;
  threshold: number;
}

/** Kept with the decision: what the reader had in front of them. */
const describeShown = ({ slices }: ExamDetail, { hanging, threshold }: InView): ReviewDraft["shown"] => ({
  panes: hang(hanging, availableRoles(slices)).panes.map(({ role }) => role),
  range_kpa: hanging.range,
  colours: hanging.colours,
  confidence_threshold: threshold,
  verdict_shown: true,
});

export function useDecision(exam: ExamDetail, slice: SliceDetail, inView: InView, onKept: (slice: number) => void) {
  const { user } = useSignedIn();
  const send = useSendReview(exam.id);
  const secondsSpent = useSecondsSpent(slice.id);

  const mine = slice.reviews.filter((review) => review.reader.id === user?.id).at(-1);
  const submit = (choice: Pick<ReviewDraft, "decision" | "quality" | "reason" | "note">) =>
    send.mutate(
      {
        ...choice,
        client_id: newClientId(),
        slice: slice.id,
        assessment: slice.assessment,
        seconds_spent: secondsSpent(),
        shown: describeShown(exam, inView),
      },
      { onSuccess: () => onKept(slice.id) },
    );

  return {
    accept: () => submit({ decision: "accept", quality: null, reason: null, note: "" }),
    override: (draft: OverrideDraft) => submit({ decision: "override", ...draft }),
    /** The same decision once more, under the same name: it can never count twice. */
    tryAgain: () => send.variables && send.mutate(send.variables, { onSuccess: (review) => onKept(review.slice) }),
    isAccepted: mine?.decision === "accept" && mine.assessment === slice.assessment,
    mine,
    isPending: send.isPending,
    isWaitingForServer: send.isPaused || (send.isPending && send.failureCount > 0),
    error: send.variables?.slice === slice.id ? send.error : null,
    /** What was refused would be refused again; what did not arrive may arrive. */
    canTryAgain: send.error instanceof Unreachable,
  };
}

export type DecisionState = ReturnType<typeof useDecision>;
