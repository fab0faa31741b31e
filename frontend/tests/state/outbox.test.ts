// The outbox against a store and a server in the test's hand: nothing lost, nothing twice, nothing as somebody else's.
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { Refused, Unreachable } from "../../src/api/http.ts";
import type { Review, ReviewDraft } from "../../src/contract/index.ts";
import { Outbox } from "../../src/state/outbox.ts";
import { TabStore } from "../../src/state/outboxStore.ts";
import { review } from "../examples.ts";

const READER = 3;

const draft = (changes: Partial<ReviewDraft> = {}): ReviewDraft => ({
  client_id: "c0ffee00-0000-4000-8000-000000000000",
  slice: 1,
  assessment: 55,
  decision: "accept",
  quality: null,
  reason: null,
  note: "",
  seconds_spent: 3,
  shown: { panes: [], range_kpa: 8, verdict_shown: true },
  reader: READER,
  ...changes,
});
const decision = (changes: Partial<ReviewDraft> = {}) => ({ draft: draft(changes), exam: "exam-1", place: "100.0 mm" });

type Answer = () => Review;
const kept: Answer = () => review();
const away: Answer = () => {
  throw new Unreachable();
};
const refused = (status: number, code: string): Answer => () => {
  throw new Refused(status, code, "It was diagnostic, and is now not diagnostic.");
};

/** An outbox over `store` with a server that gives these answers, the last of them from then on. */
function open(store: TabStore, answers: Answer[], whoAmI: number | null = READER) {
  const sent: ReviewDraft[] = [];
  const ways = {
    send: (_: string, one: ReviewDraft) => {
      sent.push(one);
      return Promise.resolve().then(answers[Math.min(sent.length, answers.length) - 1]);
    },
    whoAmI: () => Promise.resolve(whoAmI),
    onKept: vi.fn(),
    onRefused: vi.fn(),
    onStranger: vi.fn(),
  };
  const outbox = new Outbox(READER, Promise.resolve(store), ways);
  const stop = outbox.start();
  return { outbox, sent, stop, ...ways };
}

describe("the outbox", () => {
  let store: TabStore;
  const settle = () => vi.advanceTimersByTimeAsync(0);
  const keptBy = async (reader = READER) => (await store.all(reader)).length;

  beforeEach(() => {
    vi.useFakeTimers();
    store = new TabStore();
  });
  afterEach(() => vi.useRealTimers());

  it("forgets a decision only when the server has it", async () => {
    const { outbox, sent, onKept } = open(store, [kept]);
    await outbox.decide(decision());
    expect(await keptBy()).toBe(1);
    await settle();
    expect([sent.length, await keptBy(), outbox.snapshot().decisions]).toEqual([1, 0, []]);
    expect(onKept).toHaveBeenCalledWith("exam-1", review());
  });

  it("sends it again under the same name until the server answers", async () => {
    const { outbox, sent } = open(store, [away, away, kept]);
    await outbox.decide(decision());
    await settle();
    expect(outbox.snapshot()).toMatchObject({ isStuck: true, decisions: [{ refusal: "" }] });
    await vi.advanceTimersByTimeAsync(10_000);
    expect(sent.map(({ client_id: name }) => name)).toEqual(Array(3).fill(draft().client_id));
    expect(outbox.snapshot()).toMatchObject({ isStuck: false, decisions: [] });
  });

  it("does not wait for its clock when the network comes back", async () => {
    const { outbox, sent } = open(store, [away, kept]);
    await outbox.decide(decision());
    await settle();
    dispatchEvent(new Event("online"));
    await settle();
    expect(sent).toHaveLength(2);
  });

  it("survives a closed tab, and keeps the order of the decisions", async () => {
    const first = open(store, [away]);
    await first.outbox.decide(decision());
    await first.outbox.decide(decision({ client_id: "second" }));
    await settle();
    first.stop();
    const second = open(store, [kept]);
    await settle();
    expect(second.sent.map(({ client_id: name }) => name)).toEqual([draft().client_id, "second"]);
    expect(await keptBy()).toBe(0);
  });

  it("sends nothing after it was stopped", async () => {
    const { outbox, sent, stop } = open(store, [away]);
    await outbox.decide(decision());
    await settle();
    stop();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(sent).toHaveLength(1);
  });

  it("takes up what this reader left, and nobody else's", async () => {
    await store.put({ ...decision({ client_id: "other", reader: 4 }), refusal: "" });
    const { sent } = open(store, [kept]);
    await settle();
    expect(sent).toEqual([]);
    expect(await keptBy(4)).toBe(1);
  });

  it("keeps what was refused, says why, and goes on with the next", async () => {
    const { outbox, sent, onRefused } = open(store, [refused(409, "assessment_changed"), kept]);
    await outbox.decide(decision());
    await outbox.decide(decision({ client_id: "second" }));
    await settle();
    expect(sent).toHaveLength(2);
    expect(onRefused).toHaveBeenCalledWith("exam-1");
    expect(outbox.snapshot().decisions).toMatchObject([{ refusal: "It was diagnostic, and is now not diagnostic." }]);
    expect(await keptBy()).toBe(1);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(sent).toHaveLength(2);
    await outbox.discard(draft().client_id);
    expect(await keptBy()).toBe(0);
  });

  it("waits for its reader while somebody else is signed in", async () => {
    const { outbox, sent, onStranger } = open(store, [refused(403, "not_your_decision")], 4);
    await outbox.decide(decision());
    await settle();
    expect([sent.length, onStranger.mock.calls.length, await keptBy()]).toEqual([1, 1, 1]);
    expect(outbox.snapshot().decisions).toMatchObject([{ refusal: "" }]);
  });

  it("sends it at once when only the session's token was old", async () => {
    const { outbox, sent } = open(store, [refused(403, "permission_denied"), kept]);
    await outbox.decide(decision());
    await settle();
    expect([sent.length, await keptBy()]).toEqual([2, 0]);
  });

  it("says so when a right was lost for good", async () => {
    const { outbox } = open(store, [refused(403, "permission_denied")]);
    await outbox.decide(decision());
    await settle();
    expect(outbox.snapshot().decisions[0]?.refusal).not.toBe("");
  });
});
