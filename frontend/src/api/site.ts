// Session, health, reasons and figures on the server.
import type { Hanging } from "../domain/hanging.ts";
import { health, quality, reasons, session, type Session } from "../contract/index.ts";
import { answerOf, rememberCsrfToken, server } from "./http.ts";

function remember(current: Session): Session {
  rememberCsrfToken(current.csrf_token);
  return current;
}

export const fetchSession = async () => remember(await answerOf(session, server.GET("/api/session/")));

export const signIn = async (credentials: { username: string; password: string }) =>
  remember(await answerOf(session, server.POST("/api/session/", { body: credentials })));

export const signOut = async () => remember(await answerOf(session, server.DELETE("/api/session/")));

/** Sent to its end also when the page is left. */
export async function keepHanging({ roles, ...hanging }: Hanging): Promise<void> {
  await answerOf(() => undefined, server.PUT("/api/hanging/", { body: { ...hanging, roles: [...roles] }, keepalive: true }));
}

/** A server that keeps the line open and says nothing counts as away. */
const HEALTH_TIMEOUT_MS = 8000;

export const fetchHealth = () =>
  answerOf(health, server.GET("/api/health/", { signal: AbortSignal.timeout(HEALTH_TIMEOUT_MS) }));
export const fetchReasons = () => answerOf(reasons, server.GET("/api/reasons/"));
export const fetchQuality = (weeks: number) =>
  answerOf(quality, server.GET("/api/quality/", { params: { query: { weeks } } }));
