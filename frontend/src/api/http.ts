// Requests to the server: session cookie, CSRF token, checked answers, refusals as sentences.
import createClient from "openapi-fetch";

import { refusal, type Parser, type ServerPaths } from "../contract/index.ts";

/** The server said no: `code` for the program, `message` for the person. */
export class Refused extends Error {
  override readonly name = "Refused";
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

/** No answer at all: the server or the way to it is away. */
export class Unreachable extends Error {
  override readonly name = "Unreachable";

  constructor() {
    super("The server does not answer. Check the network; this page tries again by itself.");
  }
}

let csrfToken = "";

/** The token of the session, sent with everything that changes something. */
export function rememberCsrfToken(token: string): void {
  csrfToken = token;
}

async function reach(request: Request): Promise<Response> {
  if (request.method !== "GET") request.headers.set("X-CSRFToken", csrfToken);
  try {
    return await fetch(request);
  } catch {
    throw new Unreachable();
  }
}

/** Addresses, queries and bodies are checked against the server's own description when this is compiled. */
export const server = createClient<ServerPaths>({
  baseUrl: location.origin,
  credentials: "same-origin",
  fetch: reach,
});

interface Answer {
  data?: unknown;
  error?: unknown;
  response: Response;
}

/** What the server answered, checked. Throws Refused, Unreachable, or ContractError. */
export async function answerOf<T>(parse: Parser<T>, call: Promise<Answer>): Promise<T> {
  const { data, error, response } = await call;
  if (!response.ok) throw readRefusal(response.status, error);
  return parse(data, "");
}

const AWAY = [502, 504];

function readRefusal(status: number, body: unknown): Error {
  try {
    const { code, message } = refusal(body, "");
    return new Refused(status, code, message);
  } catch {
    if (AWAY.includes(status)) return new Unreachable();
    return new Refused(
      status,
      "unexpected",
      "The server could not answer this. Try again; if it stays, tell the administrator the time of day.",
    );
  }
}
