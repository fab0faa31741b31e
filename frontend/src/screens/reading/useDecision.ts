// Accepting, overriding, and giving an opinion blind: what is kept and sent, and how it went.
import type { ExamDetail, ReviewDraft, SliceDetail } from "../../contract/index.ts";
import { isBlindTo } from "../../domain/blinding.ts";
import { formatPosition } from "../../domain/format.ts";
import { RANGE_KPA } from "../../domain/stiffness.ts";
import { newClientId } from "../../state/clientId.ts";
import { useSecondsSpent } from "../../state/timeSpent.ts";
import { useOutbox, useOutboxState, useWaiting } from "../../state/useOutbox.ts";
import { useSignedIn } from "../shell/SessionContext.ts";
import type { OverrideDraft } from "./useOverrideDrafts.ts";

const PANES = ["elastogram", "cmoe", "magnitude"];

export function useDecision(exam: ExamDetail, slice: SliceDetail, onKept: (slice: number) => void) {
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
      // What the reader had in front of them.
      shown: { panes: PANES, range_kpa: RANGE_KPA, verdict_shown: !isBlind },
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
