// What was decided and what was concluded, in order, nothing ever taken away.
import type { ExamDetail, Review } from "../../contract/index.ts";
import { formatExact, formatSeconds } from "../../domain/format.ts";
import { wordsOfExam, wordsOfQuality, wordsOfState } from "../../domain/verdict.ts";
import { useReasons } from "../../state/site.ts";
import { Ago } from "../parts/Ago.tsx";

const WORDS: Record<Review["decision"], string> = { accept: "Accepted", override: "Overridden", opinion: "Judged blind:" };

function Decision({ review, reason }: { review: Review; reason: string | undefined }) {
  return (
    <li className="history__step" data-review={review.id}>
      <p>
        <strong>{WORDS[review.decision]}</strong>{" "}
        {wordsOfQuality(review.quality).toLowerCase()}
        {reason && `, ${reason.toLowerCase()}`}
      </p>
      {review.note && <p className="history__note">{review.note}</p>}
      <p className="quiet small">
        {review.reader.name}, <Ago at={review.at} />, looked for {formatSeconds(review.seconds_spent)}
      </p>
    </li>
  );
}

export function Decisions({ reviews }: { reviews: Review[] }) {
  const reasons = useReasons().data;
  return (
    <section className="opinion__part" aria-label="Decisions on this slice">
      <h2>Decisions on this slice</h2>
      {reviews.length === 0 && <p className="quiet">None yet. Decide below.</p>}
      <ol aria-live="polite">
        {reviews.map((review) => (
          <Decision
            key={review.id}
            review={review}
            reason={reasons?.find(({ code }) => code === review.reason)?.name}
          />
        ))}
      </ol>
    </section>
  );
}

export function VerdictHistory({ history }: { history: ExamDetail["history"] }) {
  if (history.length < 2) return null;
  return (
    <details className="history">
      <summary className="quiet small">{history.length} verdicts so far</summary>
      <ol>
        {history.map((step, place) => (
          <li key={`${step.at} ${place}`} className="history__step small">
            <span title={formatExact(step.at)}>
              {wordsOfState(step.state)}: {wordsOfExam(step.verdict).toLowerCase()}
            </span>
            <span className="quiet"> {step.why}</span>
          </li>
        ))}
      </ol>
    </details>
  );
}
