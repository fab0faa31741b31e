// What frames of the live socket hold: a list of events, or one message alone; what cannot be read costs only itself.
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { readable } from "../../src/api/live.ts";

const promoted = (seq: number) => ({
  type: "event",
  seq,
  at: "2026-01-01T12:00:00Z",
  exam: null,
  kind: "ensemble.promoted",
  data: { name: "one", version: "1" },
});

describe("frames of the live socket", () => {
  let unreadable: number;

  beforeEach(() => {
    unreadable = 0;
    vi.spyOn(console, "error").mockImplementation(() => undefined);
  });

  afterEach(() => {
    vi.restoreAllMocks();
  });

  const read = (...frames: unknown[]) =>
    readable(
      frames.map((frame) => JSON.stringify(frame)),
      () => (unreadable += 1),
    ).map((message) => (message.type === "event" ? message.event.seq : message.type));

  it("hold one message, or a list of events in their order", () => {
    expect(read({ type: "hello", seq: 1 }, [promoted(2), promoted(3)], [promoted(4)])).toEqual(["hello", 2, 3, 4]);
    expect(unreadable).toBe(0);
  });

  it("lose nothing but the message that cannot be read", () => {
    expect(read([promoted(2), { ...promoted(3), data: {} }, promoted(4)])).toEqual([2, 4]);
    expect(unreadable).toBe(1);
  });
});
