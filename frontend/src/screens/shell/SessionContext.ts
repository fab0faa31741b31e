// Who is signed in, for the pages behind the sign-in.
import { createContext, useContext } from "react";

import type { Session } from "../../contract/index.ts";

export const SessionContext = createContext<Session | null>(null);

export function useSignedIn(): Session {
  const session = useContext(SessionContext);
  if (session === null) throw new Error("useSignedIn needs a SessionContext above it");
  return session;
}
