// Decisions that the server does not have: those that wait for it, and those that it refused.
import { Link } from "wouter";

import { plural } from "../../domain/format.ts";
import type { WaitingDecision } from "../../state/outboxStore.ts";
import { useOutboxState } from "../../state/useOutbox.ts";
import { Banner } from "../parts/Banner.tsx";

/** Each exam once, by the first of its decisions. */
const byExam = (decisions: WaitingDecision[]): WaitingDecision[] =>
  decisions.filter(({ exam }, place) => decisions.findIndex((one) => one.exam === exam) === place);

export function OutboxBanners() {
  const { decisions, isStuck, isLasting } = useOutboxState();
  const refused = decisions.filter(({ refusal }) => refusal !== "");
  const waiting = decisions.length - refused.length;
  return (
    <>
      {isStuck && waiting > 0 && (
        <Banner>
          <strong>{plural(waiting, "decision waits", "decisions wait")} for the network.</strong>{" "}
          {isLasting
            ? "Kept in this browser, and sent by itself when the server answers; you can go on."
            : "This browser keeps nothing: leave this tab open until they are sent."}
        </Banner>
      )}
      {refused.length > 0 && (
        <Banner>
          <strong>{plural(refused.length, "decision was", "decisions were")} not kept</strong> because something changed:{" "}
          {byExam(refused).map(({ exam, place }, position) => (
            <span key={exam}>
              {position > 0 && ", "}
              <Link className="banner__link" href={`/exams/${exam}`}>
                {place}
              </Link>
            </span>
          ))}
          . Look again and decide anew.
        </Banner>
      )}
    </>
  );
}
