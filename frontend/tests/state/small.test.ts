// The address of the worklist, names of decisions, and calls held back.
import { describe, expect, it, vi } from "vitest";

import { newClientId } from "../../src/state/clientId.ts";
import { throttle } from "../../src/state/throttle.ts";
import * as address from "../../src/state/worklistAddress.ts";

describe("the worklist's address", () => {
  it("widens one filter by a second value and narrows it again", () => {
    const one = address.toggleChoice("", "verdict", "limited");
    const two = address.toggleChoice(one, "verdict", "inadequate");
    expect(two).toBe("verdict=limited&verdict=inadequate");
    expect(address.toggleChoice(two, "verdict", "limited")).toBe("verdict=inadequate");
  });

  it("goes to the first page when the filter changes", () => {
    expect(address.toggleFlag("page=3", "mine")).toBe("mine=1");
  });

  it("sorts the newest first, and a column the other way when asked again", () => {
    expect(address.orderOf("")).toEqual({ field: "arrived_at", isDescending: true });
    const once = address.withOrder("", "scanner");
    expect(once).toBe("ordering=scanner");
    expect(address.withOrder(once, "scanner")).toBe("ordering=-scanner");
  });

  it("keeps the order when the filters are cleared", () => {
    expect(address.withoutFilters("ordering=scanner&mine=1&field=3.0&page=2")).toBe("ordering=scanner");
  });

  it("does not fall over a page that is no number", () => {
    expect(address.pageOf("page=two")).toBe(1);
  });
});

describe("the name of a decision", () => {
  const UUID_4 = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

  it("is a random UUID", () => {
    expect(newClientId()).toMatch(UUID_4);
  });

  it("is one on plain HTTP too, where randomUUID is missing", () => {
    const source = { getRandomValues: crypto.getRandomValues.bind(crypto) };
    expect(newClientId(source)).toMatch(UUID_4);
    expect(newClientId(source)).not.toBe(newClientId(source));
  });
});

describe("a call held back", () => {
  it("runs once for many wishes, and again for a later one", () => {
    vi.useFakeTimers();
    const run = vi.fn();
    const wish = throttle(run, 100);
    wish();
    wish();
    vi.advanceTimersByTime(100);
    expect(run).toHaveBeenCalledOnce();
    wish();
    vi.advanceTimersByTime(100);
    expect(run).toHaveBeenCalledTimes(2);
  });
});
