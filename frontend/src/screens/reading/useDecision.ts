// Accepting, overriding, and giving an opinion blind: what is kept and sent, and how it went.
import type { ExamDetail, ReviewDraft, SliceDetail } from "../../contract/index.ts";
import { isBlindTo } from "../../domain/blinding.ts";
import { formatPosition } from "../../domain/format.ts";
import { availableRoles, compared, hang, type Hanging } from "../../domain/hanging.ts";
import { newClientId } from "../../state/clientId.ts";
import { useSecondsSpent } from "../../state/timeSpent.ts";
import { useOutbox, useOutboxState, useWaiting } from "../../state/useOutbox.ts";
import { useSignedIn } from "../shell/SessionContext.ts";
import type { OverrideDraft } from "./useOverrideDrafts.ts";

/** What the reader has before them, beside the exam itself. */
export interface InView {
  hanging: Hanging;
  threshold: number;
  /** The exam that hangs beside this one, or null. */
  beside: string | null;
}

/** Kept with the decision: what the reader had in front of them. */
const describeShown = ({ slices }: ExamDetail, { hanging, threshold, beside }: InView) => ({
  panes: hang(beside ? compared(hanging) : hanging, availableRoles(slices)).panes.map(({ role }) => role),
  range_kpa: hanging.range,
  colours: hanging.colours,
  confidence_threshold: threshold,
  beside,
});

export function useDecision(exam: ExamDetail, slice: SliceDetail, inView: InView, onKept: (slice: number) => void) {
  const { user } = useSignedIn();
  const outbox = useOutbox();
  const { isStuck } = useOutboxState();
  const waiting = useWaiting(slice.id).at(-1);
  const secondsSpent = useSecondsSpent(slice.id);
  const isBlind = isBlindTo(exam.blinding, slice.id);

  const mine = slice.reviews.filter((review) => review.reader.id === user?.id).at(-1);
  const last = waiting?.draft ?? mine;
  const submit = (choice: Pick<ReviewDraft, "decision" | "quality" | "reason" | "note">) => {
    if (!user) return;
    const draft = {
      ...choice,
      client_id: newClientId(),
      slice: slice.id,
      assessment: slice.assessment,
      seconds_spent: secondsSpent(),
      shown: { ...describeShown(exam, inView), verdict_shown: !isBlind },
      reader: user.id,
    };
    const place = `${exam.patient}, ${formatPosition(slice.location_mm)}`;
    void outbox.decide({ draft, exam: exam.id, place }).then(() => onKept(slice.id));
  };

  return {
    accept: () => submit({ decision: "accept", quality: null, reason: null, note: "" }),
    override: (draft: OverrideDraft) => submit({ decision: isBlind ? "opinion" : "override", ...draft }),
    discard: () => waiting && void outbox.discard(waiting.draft.client_id),
    isAccepted: last?.decision === "accept" && last.assessment === slice.assessment,
    isBlind,
    mine,
    /** Made, and not known to be kept by the server. */
    waiting,
    isWaitingForServer: waiting?.refusal === "" && isStuck,
  };
}

export type DecisionState = ReturnType<typeof useDecision>;
