// What does not work, in words that say what it means for the patient on the table.
import type { ExamRow } from "../../contract/index.ts";
import { formatSince } from "../../domain/format.ts";
import { secondsBetween } from "../../domain/session.ts";
import { queueTrouble, troublesOf, type Trouble } from "../../domain/trouble.ts";
import { useNow, useServerNow } from "../../state/clock.ts";
import { useLiveState } from "../../state/live.ts";
import { useHealth } from "../../state/site.ts";
import { Mark } from "../parts/Mark.tsx";

function TroubleLine({ trouble }: { trouble: Trouble }) {
  const now = useNow();
  return (
    <div className="trouble">
      <Mark mark="question" size={24} />
      <p>
        <strong>
          {trouble.what}
          {trouble.since !== null && ` since ${formatSince(trouble.since, now)}`}.
        </strong>{" "}
        {trouble.meaning}
      </p>
    </div>
  );
}

function useQueueTrouble(exam: ExamRow | undefined): Trouble | null {
  const now = useServerNow();
  return exam ? queueTrouble(exam.slices, secondsBetween(Date.parse(exam.last_image_at), now)) : null;
}

export function useSiteTroubles(): Trouble[] {
  const { cutSince } = useLiveState();
  const parts = useHealth().data?.parts ?? [];
  return troublesOf({ parts, cutSince: cutSince === null ? null : new Date(cutSince).toISOString() });
}

export function Troubles({ ofSite, exam }: { ofSite: Trouble[]; exam: ExamRow | undefined }) {
  const queue = useQueueTrouble(exam);
  const troubles = queue && ofSite.length === 0 ? [queue] : ofSite;
  return (
    <div role="status" aria-label="What does not work" className="troubles">
      {troubles.map((trouble) => (
        <TroubleLine key={trouble.what} trouble={trouble} />
      ))}
    </div>
  );
}
