// What does not work, in words that say what it means for the patient on the table.
import { formatSince } from "../../domain/format.ts";
import { secondsBetween } from "../../domain/session.ts";
import { isLongWait, queueTrouble, troublesOf, vendorTrouble, type Trouble } from "../../domain/trouble.ts";
import { useNow, useServerNow } from "../../state/clock.ts";
import { useLastImageAt, type ConsoleRow } from "../../state/console.ts";
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

/** What keeps this very exam from its verdict. */
function QueueTrouble({ exam }: { exam: ConsoleRow }) {
  const worker = useHealth(WHILE_WAITING_MS).data?.parts.find((part) => part.name === "worker");
  return <TroubleLine trouble={queueTrouble(exam.slices, worker?.queue ?? null)} />;
}

/** Apart from the rest, for it looks every second; the server is asked only once a wait has become long. */
function LongWait({ exam }: { exam: ConsoleRow }) {
  const now = useServerNow();
  const lastImageAt = useLastImageAt(exam);
  const isLong = lastImageAt !== null && isLongWait(exam.slices, secondsBetween(lastImageAt, now));
  return isLong && <QueueTrouble exam={exam} />;
}

export function useSiteTroubles(): Trouble[] {
  const { cutSince } = useLiveState();
  const health = useHealth();
  const silentSince = health.isError ? health.dataUpdatedAt : null;
  const since = cutSince ?? silentSince;
  const parts = health.data?.parts ?? [];
  return troublesOf({ parts, cutSince: since === null ? null : new Date(since).toISOString() });
}

export function Troubles({ ofSite, exam }: { ofSite: Trouble[]; exam: ConsoleRow | undefined }) {
  const ofScanner = exam ? vendorTrouble(exam.manufacturer) : null;
  const troubles = [...ofSite, ...(ofScanner ? [ofScanner] : [])];
  const isWaiting = exam?.slices.some((slice) => slice.state === "assessing") ?? false;
  return (
    <div role="status" aria-label="What does not work" className="troubles">
      {troubles.map((trouble) => (
        <TroubleLine key={trouble.what} trouble={trouble} />
      ))}
      {exam && isWaiting && ofSite.length === 0 && <LongWait exam={exam} />}
    </div>
  );
}
