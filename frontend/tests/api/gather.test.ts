// What comes together is handed on once, in order; a page that draws slowly is given a rest in proportion.
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { gather } from "../../src/api/gather.ts";

describe("gathering", () => {
  let handedOn: string[][];
  let drawingMs: number;
  const hear = () =>
    gather((texts) => {
      handedOn.push(texts);
      now += drawingMs;
    });
  let now: number;

  beforeEach(() => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    handedOn = [];
    drawingMs = 0;
    now = 0;
    vi.spyOn(performance, "now").mockImplementation(() => now);
  });

  afterEach(() => {
    vi.useRealTimers();
    vi.restoreAllMocks();
  });

  function pass(ms: number): void {
    for (let passed = 0; passed < ms; passed += 1) {
      now += 1;
      vi.advanceTimersByTime(1);
    }
  }

  it("hands on at once, and together what comes while that is drawn, in its order", () => {
    const say = hear();
    say("a");
    expect(handedOn).toEqual([["a"]]);
    pass(5);
    say("b");
    say("c");
    pass(70);
    expect(handedOn).toEqual([["a"]]);
    pass(10);
    expect(handedOn).toEqual([["a"], ["b", "c"]]);
  });

  it("loses nothing that comes while a page rests, and ends the rest", () => {
    const say = hear();
    drawingMs = 100;
    say("a");
    pass(30);
    say("b");
    pass(60);
    say("c");
    expect(handedOn).toEqual([["a"]]);
    pass(400);
    expect(handedOn).toEqual([["a"], ["b", "c"]]);
  });

  it("hardly lets a page that draws quickly wait", () => {
    const say = hear();
    say("a");
    pass(90);
    say("b");
    expect(handedOn).toEqual([["a"], ["b"]]);
  });
});
