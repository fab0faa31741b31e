// Session, health, reasons and figures on the server.
import { health, quality, reasons, session, type Session } from "../contract/index.ts";
import { rememberCsrfToken, request } from "./http.ts";

function remember(current: Session): Session {
  rememberCsrfToken(current.csrf_token);
  return current;
}

export const fetchSession = async () => remember(await request(session, "/api/session/"));

export const signIn = async (credentials: { username: string; password: string }) =>
  remember(await request(session, "/api/session/", { method: "POST", body: credentials }));

export const signOut = async () => remember(await request(session, "/api/session/", { method: "DELETE" }));

export const fetchHealth = () => request(health, "/api/health/");
export const fetchReasons = () => request(reasons, "/api/reasons/");
export const fetchQuality = (weeks: number) => request(quality, `/api/quality/?weeks=${weeks}`);
