// The outbox for components.
import { useQueryClient, type QueryClient } from "@tanstack/react-query";
import { createContext, useContext, useEffect, useState, useSyncExternalStore } from "react";

import { sendReview } from "../api/exams.ts";
import { fetchSession } from "../api/site.ts";
import { keepReview } from "./exams.ts";
import { keys } from "./keys.ts";
import { Outbox, type OutboxState, type Ways } from "./outbox.ts";
import { openStore, type WaitingDecision } from "./outboxStore.ts";

export const OutboxContext = createContext<Outbox | null>(null);

const waysOf = (client: QueryClient): Ways => ({
  send: sendReview,
  whoAmI: async () => (await fetchSession()).user?.id ?? null,
  onKept: (exam, review) => keepReview(client, exam, review),
  // A refusal mostly means that the page shows something old.
  onRefused: (exam) => void client.invalidateQueries({ queryKey: keys.exam(exam) }),
  onStranger: () => void client.invalidateQueries({ queryKey: keys.session }),
});

/** The outbox of whoever is signed in, at work as long as they are. */
export function useOwnOutbox(reader: number): Outbox {
  const client = useQueryClient();
  const [outbox] = useState(() => new Outbox(reader, openStore(), waysOf(client)));
  useEffect(() => outbox.start(), [outbox]);
  return outbox;
}

export function useOutbox(): Outbox {
  const outbox = useContext(OutboxContext);
  if (outbox === null) throw new Error("useOutbox needs an OutboxContext above it");
  return outbox;
}

export function useOutboxState(): OutboxState {
  const outbox = useOutbox();
  return useSyncExternalStore(outbox.watch, outbox.snapshot);
}

/** What waits for one slice, the newest last. */
export const useWaiting = (slice: number): WaitingDecision[] =>
  useOutboxState().decisions.filter(({ draft }) => draft.slice === slice);
