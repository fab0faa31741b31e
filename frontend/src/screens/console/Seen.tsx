// The clock: from the last image to the verdict, and from there until somebody at the scanner has seen it.
import { formatSeconds } from "../../domain/format.ts";
import { formatElapsed, formatWait, secondsBetween, verdictAt } from "../../domain/session.ts";
import { useServerNow } from "../../state/clock.ts";
import { useLastImageAt, type ConsoleRow } from "../../state/console.ts";
import { useAcknowledge } from "../../state/exams.ts";
import { ActionButton, useActions, type Action } from "../shell/actions.tsx";
import { useSignedIn } from "../shell/SessionContext.ts";

function Timer({ name, children }: { name: string; children: React.ReactNode }) {
  return (
    <div className="timer">
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

/** Apart from the rest, for it is drawn anew every second. */
function Running({ since, format = formatElapsed }: { since: number; format?: (seconds: number) => string }) {
  return <span className="running">{format(secondsBetween(since, useServerNow()))}</span>;
}

function SinceLastImage({ row }: { row: ConsoleRow }) {
  const lastImageAt = useLastImageAt(row);
  return <Timer name="Since the last image">{lastImageAt !== null && <Running since={lastImageAt} format={formatWait} />}</Timer>;
}

function Timers({ row, judgedAt }: { row: ConsoleRow; judgedAt: number | null }) {
  if (judgedAt === null || row.seconds_to_verdict === null) return <SinceLastImage row={row} />;
  return (
    <>
      <Timer name="Last image to verdict">{formatSeconds(row.seconds_to_verdict)}</Timer>
      {row.seen_at === null ? (
        <Timer name="Waiting to be seen">
          <Running since={judgedAt} />
        </Timer>
      ) : (
        <Timer name="Verdict to seen">{formatElapsed(secondsBetween(judgedAt, Date.parse(row.seen_at)))}</Timer>
      )}
    </>
  );
}

function SeenButton({ row }: { row: ConsoleRow }) {
  const acknowledge = useAcknowledge(row.id);
  const action: Action = {
    label: "Seen",
    key: "s",
    run: () => acknowledge.mutate(),
    isEnabled: row.state === "final" && !acknowledge.isPending,
  };
  useActions([action]);
  return (
    <>
      <ActionButton action={action} className="button--primary seen__button" />
      <p role="alert" className="seen__error">
        {acknowledge.error?.message}
      </p>
    </>
  );
}

function SeenWords({ row, judgedAt }: { row: ConsoleRow; judgedAt: number | null }) {
  const seconds = judgedAt === null ? null : secondsBetween(judgedAt, Date.parse(row.seen_at ?? ""));
  return (
    <p className="seen__words" role="status">
      Seen{row.seen_by && ` by ${row.seen_by}`}
      {seconds !== null && `, ${formatElapsed(seconds)} after the verdict`}.
    </p>
  );
}

function Acknowledgement({ row, judgedAt }: { row: ConsoleRow; judgedAt: number | null }) {
  const { can } = useSignedIn();
  if (row.seen_at !== null) return <SeenWords row={row} judgedAt={judgedAt} />;
  if (can.acknowledge) return <SeenButton row={row} />;
  return <p className="quiet">Not seen yet. Technologists and radiologists can say that they have seen it.</p>;
}

export function Seen({ row }: { row: ConsoleRow }) {
  const lastImageAt = useLastImageAt(row);
  const judgedAt = verdictAt(lastImageAt, row.seconds_to_verdict);
  return (
    <section className="seen" aria-label="Clock">
      <dl className="seen__timers">
        <Timers row={row} judgedAt={judgedAt} />
      </dl>
      <Acknowledgement row={row} judgedAt={judgedAt} />
    </section>
  );
}
