// Session, health, reasons and figures as components ask for them.
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";

import { fetchHealth, fetchQuality, fetchReasons, fetchSession, signIn, signOut } from "../api/site.ts";
import type { Session } from "../contract/index.ts";
import { keys } from "./keys.ts";

const HEALTH_EVERY_MS = 15_000;

export const useSession = () =>
  useQuery({ queryKey: keys.session, queryFn: fetchSession, staleTime: Infinity });

/** Who comes from the administration, which has no sign-in of its own, goes back to it. */
function returnToAdministration(): void {
  const next = new URLSearchParams(location.search).get("next");
  if (next?.startsWith("/admin/")) location.assign(next);
}

export function useSignIn() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: signIn,
    onSuccess: (session: Session) => {
      client.setQueryData(keys.session, session);
      returnToAdministration();
    },
  });
}

export function useSignOut() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: signOut,
    onSuccess: (session: Session) => {
      client.setQueryData(keys.session, session);
      // Nothing of the one who left may show to the next.
      client.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== keys.session[0] });
    },
  });
}

/** Whoever waits for something asks more often. */
export const useHealth = (everyMs = HEALTH_EVERY_MS) =>
  useQuery({ queryKey: keys.health, queryFn: fetchHealth, refetchInterval: everyMs, retry: false });

export const useReasons = () =>
  useQuery({ queryKey: keys.reasons, queryFn: fetchReasons, staleTime: Infinity });

export const useQuality = (weeks: number, isAllowed: boolean) =>
  useQuery({ queryKey: keys.quality(weeks), queryFn: () => fetchQuality(weeks), enabled: isAllowed });
