// Requests to the server: session cookie, CSRF token, checked answers, refusals as sentences.
import { refusal, type Parser } from "../contract/index.ts";

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

type Method = "GET" | "POST" | "DELETE";

let csrfToken = "";

/** The token of the session, sent with everything that changes something. */
export function rememberCsrfToken(token: string): void {
  csrfToken = token;
}

export async function request<T>(
  parse: Parser<T>,
  path: string,
  { method = "GET", body }: { method?: Method; body?: unknown } = {},
): Promise<T> {
  const response = await reach(path, method, body);
  if (!response.ok) throw await readRefusal(response);
  return parse(await response.json(), "");
}

async function reach(path: string, method: Method, body: unknown): Promise<Response> {
  const headers: Record<string, string> = { Accept: "application/json" };
  if (body !== undefined) headers["Content-Type"] = "application/json";
  if (method !== "GET") headers["X-CSRFToken"] = csrfToken;
  try {
    return await fetch(path, {
      method,
      headers,
      credentials: "same-origin",
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  } catch {
    throw new Unreachable();
  }
}

async function readRefusal(response: Response): Promise<Error> {
  if (response.status === 502 || response.status === 504) return new Unreachable();
  try {
    const { code, message } = refusal(await response.json(), "");
    return new Refused(response.status, code, message);
  } catch {
    return new Refused(
      response.status,
      "unexpected",
      "The server could not answer this. Try again; if it stays, tell the administrator the time of day.",
    );
  }
}
