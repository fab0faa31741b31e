// Decisions on a slice that the server does not have yet, told among those that it has; and the mark that says so.
import { wordsOfQuality } from "../../domain/verdict.ts";
import { useWaiting } from "../../state/useOutbox.ts";

export function WaitingDecisions({ slice }: { slice: number }) {
  const waiting = useWaiting(slice);
  if (waiting.length === 0) return null;
  return (
    <section className="opinion__part" aria-label="Decisions that wait">
      <h2>Not at the server yet</h2>
      <ol>
        {waiting.map(({ draft, refusal }) => (
          <li key={draft.client_id} className="history__step">
            <p>
              <strong>{draft.decision === "accept" ? "Accepted" : "Your opinion"}</strong>
              {draft.quality && `: ${wordsOfQuality(draft.quality).toLowerCase()}`}
            </p>
            {draft.note && <p className="history__note">{draft.note}</p>}
            <p className="quiet small">{refusal || "Kept in this browser; it is sent when the server answers."}</p>
          </li>
        ))}
      </ol>
    </section>
  );
}

export function WaitingTag({ slice }: { slice: number }) {
  const last = useWaiting(slice).at(-1);
  if (!last) return null;
  return <span className="tag">{last.refusal ? "Not kept" : "Waits to be sent"}</span>;
}
