// A decision on its way: sent again under the same name until the server has it, and shown once.
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { renderHook, waitFor } from "@testing-library/react";
import { afterEach, beforeEach, expect, it, vi } from "vitest";

import type { ExamDetail, ReviewDraft } from "../../src/contract/index.ts";
import { useSendReview } from "../../src/state/exams.ts";
import { keys } from "../../src/state/keys.ts";
import { exam, review } from "../examples.ts";

const draft: ReviewDraft = {
  client_id: "c0ffee00-0000-4000-8000-000000000000",
  slice: 1,
  assessment: 55,
  decision: "accept",
  quality: null,
  reason: null,
  note: "",
  seconds_spent: 3,
  shown: { panes: [], range_kpa: 8, verdict_shown: true },
};

let client: QueryClient;
const sent: string[] = [];

function server(...answers: (() => Response)[]) {
  vi.stubGlobal("fetch", async (request: Request) => {
    sent.push(((await request.json()) as ReviewDraft).client_id);
    const answer = answers[sent.length - 1];
    if (!answer) throw new TypeError("Failed to fetch");
    return answer();
  });
}

const lost = (): Response => {
  throw new TypeError("Failed to fetch");
};
const kept = () => new Response(JSON.stringify(review()), { status: 201 });

function send() {
  const wrapper = ({ children }: { children: React.ReactNode }) => (
    <QueryClientProvider client={client}>{children}</QueryClientProvider>
  );
  const { result } = renderHook(() => useSendReview("exam-1"), { wrapper });
  result.current.mutate(draft);
  return result;
}

beforeEach(() => {
  sent.length = 0;
  client = new QueryClient({ defaultOptions: { mutations: { retryDelay: 1 } } });
  client.setQueryData(keys.exam("exam-1"), exam());
});

afterEach(() => vi.unstubAllGlobals());

it("is sent again under the same name when the network loses it, and shown once", async () => {
  server(lost, lost, kept);
  const result = send();
  await waitFor(() => expect(result.current.isSuccess).toBe(true));
  expect(sent).toEqual([draft.client_id, draft.client_id, draft.client_id]);
  const slice = client.getQueryData<ExamDetail>(keys.exam("exam-1"))?.slices[0];
  expect(slice).toMatchObject({ reviewed_quality: "diagnostic", reviews: [{ id: 9 }] });
});

it("that is refused is not sent again, and the exam is fetched anew", async () => {
  const refusal = { code: "assessment_changed", message: "Look again, then decide." };
  server(() => new Response(JSON.stringify(refusal), { status: 409 }));
  const result = send();
  await waitFor(() => expect(result.current.isError).toBe(true));
  expect(sent).toHaveLength(1);
  expect(client.getQueryState(keys.exam("exam-1"))?.isInvalidated).toBe(true);
});
