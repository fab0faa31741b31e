// A repeat beside what it repeats: which attempt this is, and how the one before came out.
import type { ExamRow } from "../../contract/index.ts";
import { attemptInShort } from "../../domain/session.ts";
import { useExam } from "../../state/exams.ts";
import { Skeleton } from "../parts/Notice.tsx";
import { SliceStrip } from "../parts/SliceStrip.tsx";

type Attempt = Pick<ExamRow, "attempt" | "verdict" | "slices" | "expected_slices">;

function Before({ attempt }: { attempt: Attempt }) {
  return (
    <>
      <span>
        attempt {attempt.attempt}: {attemptInShort(attempt)}
      </span>
      <SliceStrip slices={attempt.slices} expected={attempt.expected_slices} />
    </>
  );
}

/** The attempt before is older than the list on the page. */
function FetchedBefore({ id }: { id: string }) {
  const exam = useExam(id);
  return exam.data ? <Before attempt={exam.data} /> : <Skeleton width={184} height={20} />;
}

export function PreviousAttempt({ row, previous, known }: { row: ExamRow; previous: string; known: ExamRow[] }) {
  const before = known.find((one) => one.id === previous);
  return (
    <div className="attempt" role="group" aria-label="Attempts">
      <strong>Attempt {row.attempt};</strong>{" "}
      {before ? <Before attempt={before} /> : <FetchedBefore id={previous} />}
    </div>
  );
}
