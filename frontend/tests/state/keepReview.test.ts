// A decision that the server has is shown once; with an opinion locked, the exam is fetched anew.
import { QueryClient } from "@tanstack/react-query";
import { beforeEach, expect, it } from "vitest";

import type { ExamDetail } from "../../src/contract/index.ts";
import { keepReview } from "../../src/state/exams.ts";
import { keys } from "../../src/state/keys.ts";
import { exam, review } from "../examples.ts";

let client: QueryClient;
const shown = () => client.getQueryData<ExamDetail>(keys.exam("exam-1"))?.slices[0];

beforeEach(() => {
  client = new QueryClient();
});

it("is shown once, however often it is told", () => {
  client.setQueryData(keys.exam("exam-1"), exam());
  keepReview(client, "exam-1", review());
  keepReview(client, "exam-1", review());
  expect(shown()).toMatchObject({ reviewed_quality: "diagnostic", reviews: [{ id: 9 }] });
  expect(client.getQueryState(keys.exam("exam-1"))?.isInvalidated).toBe(false);
});

it("makes the page fetch what it may show now", () => {
  client.setQueryData(keys.exam("exam-1"), exam({ blinding: { study: "s", to_read: 2, locked: [] } }));
  keepReview(client, "exam-1", review());
  expect(client.getQueryState(keys.exam("exam-1"))?.isInvalidated).toBe(true);
});
