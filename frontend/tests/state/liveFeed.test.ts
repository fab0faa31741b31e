// The live feed against a socket in the test's hand.
import { QueryClient } from "@tanstack/react-query";
import { beforeEach, describe, expect, it, vi } from "vitest";

import type { LiveListener } from "../../src/api/live.ts";
import type { ExamPage, LiveEvent } from "../../src/contract/index.ts";
import type { Findings } from "../../src/state/applyEvents.ts";
import { keys } from "../../src/state/keys.ts";
import { LiveFeed } from "../../src/state/liveFeed.ts";
import { exam, examChanged, page, row, sliceChanged } from "../examples.ts";

function connect() {
  const client = new QueryClient();
  const said: unknown[] = [];
  const close = vi.fn();
  let listener: LiveListener | undefined;
  const feed = new LiveFeed(client, (given) => {
    listener = given;
    return { say: (message) => said.push(message), close };
  });
  const stop = feed.start();
  if (!listener) throw new Error("the feed did not open its socket");
  const ears = listener;
  const tell = (event: LiveEvent) => ears.onMessages([{ type: "event", event }]);
  return { client, feed, ears, tell, said, stop, close };
}

describe("the live feed", () => {
  let live: ReturnType<typeof connect>;
  const shown = () => live.client.getQueryData<ExamPage>(keys.page(""));

  beforeEach(() => {
    vi.useFakeTimers();
    live = connect();
    live.client.setQueryData(keys.page(""), page());
  });

  it("asks for everything from the start, and after a cut for what it missed", () => {
    expect(live.ears.since()).toBeNull();
    live.ears.onMessages([{ type: "hello", seq: 10 }]);
    live.tell(examChanged(11));
    live.ears.onCut();
    expect(live.ears.since()).toBe(11);
  });

  it("keeps the number of the last event when the server says hello again", () => {
    live.ears.onMessages([{ type: "hello", seq: 10 }]);
    live.ears.onMessages([{ type: "hello", seq: 40 }]);
    expect(live.ears.since()).toBe(10);
  });

  it("brings the shown page up to date", () => {
    live.ears.onMessages([{ type: "hello", seq: 10 }]);
    live.tell(examChanged(11, { verdict: "adequate" }));
    expect(shown()?.results[0]?.verdict).toBe("adequate");
  });

  it("counts an event once when it is told twice", () => {
    live.ears.onMessages([{ type: "hello", seq: 10 }]);
    live.tell(examChanged(12, { verdict: "adequate" }));
    live.tell(examChanged(11, { verdict: "inadequate" }));
    expect(shown()?.results[0]?.verdict).toBe("adequate");
  });

  it("lays events over an answer that was on its way while they came", () => {
    live.ears.onMessages([{ type: "hello", seq: 10 }]);
    live.tell(examChanged(11, { verdict: "adequate" }));
    const late = page({ seq: 10, results: [row({ verdict: null })] });
    expect(live.feed.catchUpPage(late).results[0]?.verdict).toBe("adequate");
  });

  it("fetches anew what is older than the log's start", async () => {
    const invalidated = vi.spyOn(live.client, "invalidateQueries");
    live.ears.onMessages([{ type: "reset", seq: 900 }]);
    expect(live.ears.since()).toBe(900);
    expect(invalidated).toHaveBeenCalledOnce();
    await vi.advanceTimersByTimeAsync(2000);
    expect(live.client.getQueryState(keys.page(""))?.isInvalidated).toBe(true);
  });

  it("fetches anew after a message that it cannot read", async () => {
    live.ears.onUnreadable();
    await vi.advanceTimersByTimeAsync(2000);
    expect(live.client.getQueryState(keys.page(""))?.isInvalidated).toBe(true);
  });

  it("knows since when it is cut, and that it is back", () => {
    vi.setSystemTime(new Date("2026-11-23T09:12:00Z"));
    live.ears.onCut();
    vi.setSystemTime(new Date("2026-11-23T09:13:00Z"));
    live.ears.onCut();
    expect(live.feed.snapshot().cutSince).toBe(Date.parse("2026-11-23T09:12:00Z"));
    live.ears.onOpen();
    expect(live.feed.snapshot().cutSince).toBeNull();
  });

  it("marks an arriving exam until it is seen, and not a second time", () => {
    const arriving = { state: "receiving", verdict: null } as const;
    live.ears.onMessages([{ type: "hello", seq: 10 }]);
    live.tell(examChanged(11, arriving, "exam-2"));
    expect([...live.feed.snapshot().unseen]).toEqual(["exam-2"]);
    live.feed.markSeen("exam-2");
    live.tell(examChanged(12, arriving, "exam-2"));
    expect([...live.feed.snapshot().unseen]).toEqual([]);
  });

  it("fetches the list at once when an exam arrives, and only now and then otherwise", () => {
    const invalidated = vi.spyOn(live.client, "invalidateQueries");
    live.ears.onMessages([{ type: "hello", seq: 10 }]);
    invalidated.mockClear();
    live.tell(examChanged(11, { state: "receiving", verdict: null }, "exam-2"));
    expect(invalidated).toHaveBeenCalledWith({ queryKey: keys.lists });
    invalidated.mockClear();
    live.tell(examChanged(12, {}, "exam-2"));
    expect(invalidated).not.toHaveBeenCalledWith({ queryKey: keys.lists });
  });

  describe("on a scanner's console", () => {
    const newest = keys.newest("SIM-1");
    const isFetchedAnew = () => live.client.getQueryState(newest)?.isInvalidated;

    beforeEach(() => {
      live.client.setQueryData(newest, page());
      live.ears.onMessages([{ type: "hello", seq: 10 }]);
    });

    it("is told everything of an exam that it shows", () => {
      live.tell(examChanged(11, { verdict: "adequate", last_image_at: "2026-11-23T07:00:09Z" }));
      expect(live.client.getQueryData<ExamPage>(newest)?.results[0]).toMatchObject({
        verdict: "adequate",
        last_image_at: "2026-11-23T07:00:09Z",
      });
      expect(isFetchedAnew()).toBe(false);
    });

    it("fetches a new exam at once, and once", () => {
      const invalidated = vi.spyOn(live.client, "invalidateQueries");
      live.tell(examChanged(11, {}, "exam-2"));
      expect(isFetchedAnew()).toBe(true);
      for (const seq of [12, 13]) live.tell(examChanged(seq, {}, "exam-2"));
      expect(invalidated.mock.calls.filter(([filters]) => String(filters?.queryKey) === String(newest))).toHaveLength(1);
    });

    it("does not mind what happens on other scanners, or to studies without MRE", () => {
      live.tell(examChanged(11, { scanner: "SIM-2" }, "exam-2"));
      live.tell(examChanged(12, { is_mre: false }, "exam-3"));
      expect(isFetchedAnew()).toBe(false);
    });

    it("holds what is found in the slices of an arriving exam, without a fetch", () => {
      live.tell(examChanged(11, { state: "receiving", verdict: null, slices: [] }, "exam-2"));
      for (const [seq, id, location_mm] of [[12, 1, 90], [13, 2, 100]] as const) {
        live.tell(sliceChanged(seq, { id, location_mm }, "exam-2"));
      }
      const found = live.client.getQueryData<Findings>(keys.findings("exam-2"));
      expect(found?.slices.map(({ id }) => id)).toEqual([2, 1]);
    });
  });

  it("forgets what was found in slices that nobody looks at when it must start anew", () => {
    live.client.setQueryData(keys.findings("exam-1"), { seq: 10, slices: [] });
    live.ears.onMessages([{ type: "reset", seq: 900 }]);
    expect(live.client.getQueryData(keys.findings("exam-1"))).toBeUndefined();
  });

  it("fetches an open exam anew only when something happens to it", async () => {
    live.client.setQueryData(keys.exam("exam-1"), exam());
    live.ears.onMessages([{ type: "hello", seq: 10 }]);
    live.tell(examChanged(11, {}, "exam-2"));
    await vi.advanceTimersByTimeAsync(500);
    expect(live.client.getQueryState(keys.exam("exam-1"))?.isInvalidated).toBe(false);
    live.tell(examChanged(12, {}, "exam-1"));
    await vi.advanceTimersByTimeAsync(500);
    expect(live.client.getQueryState(keys.exam("exam-1"))?.isInvalidated).toBe(true);
  });

  it("says again who reads what after it was cut", () => {
    live.feed.announceReading("exam-1");
    live.ears.onCut();
    live.ears.onOpen();
    expect(live.said).toEqual([
      { type: "reading", exam: "exam-1" },
      { type: "reading", exam: "exam-1" },
    ]);
  });

  it("turns a changed archive into a changed health", () => {
    const part = { name: "archive" as const, ok: true, since: null, detail: "Answers." };
    live.client.setQueryData(keys.health, { status: "ok", parts: [part] });
    live.ears.onMessages([{ type: "hello", seq: 10 }]);
    const away = { ok: false, since: "2026-11-23T09:12:00Z", detail: "Does not answer." };
    live.tell({ seq: 11, at: "", exam: null, kind: "archive.changed", data: away });
    expect(live.client.getQueryData(keys.health)).toMatchObject({ parts: [{ name: "archive", ...away }] });
  });

  it("fetches the policy anew when somebody changed it", () => {
    live.client.setQueryData(keys.policies, { in_force: {}, rows: [] });
    live.ears.onMessages([{ type: "hello", seq: 10 }]);
    live.tell({ seq: 11, at: "", exam: null, kind: "policy.changed", data: { policy: "site v2", sentence: "" } });
    expect(live.client.getQueryState(keys.policies)?.isInvalidated).toBe(true);
  });

  it("closes its socket with the page", () => {
    live.stop();
    expect(live.close).toHaveBeenCalledOnce();
  });
});
