// Requests: what is sent with them, and how a refusal is told.
import { afterEach, describe, expect, it, vi } from "vitest";

import { fetchExamPage, sendReview } from "../../src/api/exams.ts";
import { Refused, rememberCsrfToken, Unreachable } from "../../src/api/http.ts";
import { ContractError } from "../../src/contract/index.ts";
import { page, review } from "../examples.ts";

const sent: Request[] = [];

function answer(body: unknown, status = 200) {
  vi.stubGlobal("fetch", (request: Request) => {
    sent.push(request);
    const text = typeof body === "string" ? body : JSON.stringify(body);
    return Promise.resolve(new Response(text, { status }));
  });
}

const draft = {
  client_id: "c0ffee00-0000-4000-8000-000000000000",
  slice: 1,
  assessment: 55,
  decision: "accept",
  quality: null,
  reason: null,
  note: "",
  seconds_spent: 3,
  shown: { panes: [], range_kpa: 8, verdict_shown: true },
  reader: 3,
} as const;
const accept = () => sendReview("exam-1", { ...draft, shown: { ...draft.shown, panes: [] } });

afterEach(() => {
  vi.unstubAllGlobals();
  sent.length = 0;
});

describe("a request", () => {
  it("asks for what the worklist's address says", async () => {
    answer(page());
    await fetchExamPage("verdict=limited&verdict=inadequate&mine=1&page=2&ordering=-arrived_at");
    expect(new URL(sent[0]?.url ?? "").search).toBe(
      "?verdict=limited&verdict=inadequate&mine=true&ordering=-arrived_at&page=2",
    );
  });

  it("that changes something carries the session's token", async () => {
    answer(review());
    rememberCsrfToken("token-of-the-session");
    await accept();
    expect(sent[0]?.headers.get("X-CSRFToken")).toBe("token-of-the-session");
    expect(await sent[0]?.json()).toMatchObject({ client_id: draft.client_id, assessment: 55 });
  });
});

describe("a refusal", () => {
  it("keeps its code and its sentence", async () => {
    answer({ code: "assessment_changed", message: "Look again, then decide.", fields: {} }, 409);
    const refused = await accept().catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(Refused);
    expect(refused).toMatchObject({ status: 409, code: "assessment_changed", message: "Look again, then decide." });
  });

  it("without a sentence becomes one that says what to do", async () => {
    answer("<h1>Server Error (500)</h1>", 500);
    await expect(fetchExamPage("")).rejects.toThrow("The server could not answer this. Try again");
  });

  it("of a proxy whose server is away is no refusal", async () => {
    answer("<h1>Bad gateway</h1>", 502);
    await expect(fetchExamPage("")).rejects.toBeInstanceOf(Unreachable);
  });
});

it("no answer at all is told as such", async () => {
  vi.stubGlobal("fetch", () => Promise.reject(new TypeError("Failed to fetch")));
  await expect(fetchExamPage("")).rejects.toBeInstanceOf(Unreachable);
});

it("an answer that does not keep the contract is not shown", async () => {
  answer({ count: "many" });
  await expect(fetchExamPage("")).rejects.toBeInstanceOf(ContractError);
});
