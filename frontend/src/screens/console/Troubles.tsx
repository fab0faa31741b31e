// What does not work, in words that say what it means for the patient on the table.
import type { ExamRow } from "../../contract/index.ts";
import { formatSince } from "../../domain/format.ts";
import { secondsBetween } from "../../domain/session.ts";
import { queueTrouble, troublesOf, vendorTrouble, type Trouble } from "../../domain/trouble.ts";
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

const WHILE_WAITING_MS = 2000;

/** What keeps this very exam from a verdict that can be relied on. */
function useExamTroubles(exam: ExamRow | undefined, isSiteWell: boolean): Trouble[] {
  const now = useServerNow();
  const slices = exam?.slices ?? [];
  const isWaiting = slices.some((slice) => slice.state === "assessing");
  const worker = useHealth(isWaiting ? WHILE_WAITING_MS : undefined).data?.parts.find((part) => part.name === "worker");
  if (!exam) return [];
  const secondsSinceImage = secondsBetween(Date.parse(exam.last_image_at), now);
  const queue = isSiteWell ? queueTrouble({ slices, secondsSinceImage, queue: worker?.queue ?? null }) : null;
  return [queue, vendorTrouble(exam.manufacturer)].filter((trouble) => trouble !== null);
}

export function useSiteTroubles(): Trouble[] {
  const { cutSince } = useLiveState();
  const health = useHealth();
  const silentSince = health.isError ? health.dataUpdatedAt : null;
  const since = cutSince ?? silentSince;
  const parts = health.data?.parts ?? [];
  return troublesOf({ parts, cutSince: since === null ? null : new Date(since).toISOString() });
}

export function Troubles({ ofSite, exam }: { ofSite: Trouble[]; exam: ExamRow | undefined }) {
  const troubles = [...ofSite, ...useExamTroubles(exam, ofSite.length === 0)];
  return (
    <div role="status" aria-label="What does not work" className="troubles">
      {troubles.map((trouble) => (
        <TroubleLine key={trouble.what} trouble={trouble} />
      ))}
    </div>
  );
}
