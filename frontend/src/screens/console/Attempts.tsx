// A repeat and what it repeats: how the attempt before came out, what it advised, and whether that was done and helped.
import type { ExamRow, Rescan } from "../../contract/index.ts";
import { attemptInShort, wordsOfOutcome } from "../../domain/session.ts";
import { shortWordOf } from "../../domain/reasons.ts";
import { markOfExam } from "../../domain/verdict.ts";
import { useAnswerRescan, type ConsoleRow } from "../../state/console.ts";
import { useExam } from "../../state/exams.ts";
import { Mark } from "../parts/Mark.tsx";
import { Skeleton } from "../parts/Notice.tsx";
import { ReasonMark } from "../parts/ReasonMark.tsx";
import { ActionButton, useActions, type Action } from "../shell/actions.tsx";
import { useSignedIn } from "../shell/SessionContext.ts";

type Attempt = Pick<ExamRow, "attempt" | "state" | "verdict" | "slices" | "expected_slices">;

/** The exam that this one repeats: on the page already, or fetched where it is older than the list. */
export function useAttemptBefore(row: ConsoleRow, known: ConsoleRow[]): Attempt | undefined {
  const listed = known.find((one) => one.id === row.previous_attempt);
  const fetched = useExam(row.previous_attempt ?? "", { isWanted: row.previous_attempt !== null && !listed });
  return listed ?? fetched.data;
}

function InShort({ attempt }: { attempt: Attempt }) {
  return (
    <p className="attempt__short">
      <strong>Attempt {attempt.attempt}</strong>
      <Mark mark={markOfExam(attempt.verdict)} size={28} /> {attemptInShort(attempt)}
    </p>
  );
}

function Before({ before, rescan }: { before: Attempt | undefined; rescan: Rescan }) {
  return (
    <div className="attempt">
      {before ? <InShort attempt={before} /> : <Skeleton width={320} height={28} />}
      {rescan.reason && (
        <p className="attempt__reason">
          <ReasonMark code={rescan.reason} size={24} /> {shortWordOf(rescan.reason)}
        </p>
      )}
      <p>{rescan.advice ? `Advised: ${rescan.advice}` : "No advice was given: the reason could not be told."}</p>
    </div>
  );
}

function Question({ exam }: { exam: string }) {
  const answer = useAnswerRescan(exam);
  const choice = (label: string, key: string, isFollowed: boolean): Action => ({
    label,
    key,
    run: () => answer.mutate(isFollowed),
    isEnabled: !answer.isPending,
  });
  const actions = [choice("Yes", "y", true), choice("No", "n", false)];
  useActions(actions);
  return (
    <div className="attempt__question" role="group" aria-label="Was the advice followed?">
      <p>
        <strong>Was the advice followed?</strong>
      </p>
      {actions.map((action) => (
        <ActionButton key={action.key} action={action} className="attempt__answer" />
      ))}
      <p role="alert" className="seen__error">
        {answer.error?.message}
      </p>
    </div>
  );
}

function Followed({ exam, rescan }: { exam: string; rescan: Rescan }) {
  const { can } = useSignedIn();
  if (rescan.followed !== null) return <p>{rescan.followed ? "The advice was followed." : "The advice was not followed."}</p>;
  if (!rescan.advice) return null;
  if (can.acknowledge) return <Question exam={exam} />;
  return <p className="quiet">Whether the advice was followed is not recorded yet.</p>;
}

export function Attempts({ row, rescan, before }: { row: ConsoleRow; rescan: Rescan; before: Attempt | undefined }) {
  return (
    <section className="attempts" role="group" aria-label="Attempts">
      <Before before={before} rescan={rescan} />
      <div className="attempt">
        <InShort attempt={row} />
        <p aria-live="polite" className={rescan.helped === null ? "quiet" : "attempt__outcome"}>
          {wordsOfOutcome(rescan, row.verdict)}
        </p>
        <Followed exam={row.id} rescan={rescan} />
      </div>
    </section>
  );
}
