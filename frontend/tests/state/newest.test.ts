// The list of a scanner's newest exams, asked for while exams begin.
import { QueryClient } from "@tanstack/react-query";
import { afterEach, expect, it, vi } from "vitest";

import type { LiveListener } from "../../src/api/live.ts";
import type { LiveEvent } from "../../src/contract/index.ts";
import { fetchNewestNow } from "../../src/state/console.ts";
import { LiveFeed } from "../../src/state/liveFeed.ts";
import { examChanged, page, row } from "../examples.ts";

afterEach(() => vi.restoreAllMocks());

function connect() {
  const listeners: LiveListener[] = [];
  const feed = new LiveFeed(new QueryClient(), (given) => {
    listeners.push(given);
    return { say: vi.fn(), close: vi.fn() };
  });
  feed.start();
  const tell = (event: LiveEvent) => listeners[0]?.onMessages([{ type: "event", event }]);
  return { feed, tell };
}

it("asks again for an exam that begins while the first answer is on its way", async () => {
  const { feed, tell } = connect();
  const begun = page({ seq: 11, results: [row({ id: "exam-2" }), row()] });
  const server = vi.spyOn(globalThis, "fetch").mockImplementation(() => Promise.resolve(Response.json(begun)));
  server.mockImplementationOnce(() => {
    tell(examChanged(11, {}, "exam-2"));
    return Promise.resolve(Response.json(page({ seq: 10 })));
  });
  const found = await fetchNewestNow(feed, "SIM-1");
  expect(found.results.map(({ id }) => id)).toEqual(["exam-2", "exam-1"]);
  expect(server).toHaveBeenCalledTimes(2);
});

it("asks again once only, however often an older exam is told of", async () => {
  const { feed, tell } = connect();
  let seq = 10;
  const server = vi.spyOn(globalThis, "fetch").mockImplementation(() => {
    const answer = Response.json(page({ seq }));
    tell(examChanged((seq += 1), {}, "older-exam"));
    return Promise.resolve(answer);
  });
  await fetchNewestNow(feed, "SIM-1");
  expect(server).toHaveBeenCalledTimes(2);
});
