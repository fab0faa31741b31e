// The console's address, and the server's time on a machine whose clock is off.
import { describe, expect, it } from "vitest";

import { inServerTime, learnServerTime } from "../../src/state/clock.ts";
import { consolePath, scannerOf } from "../../src/state/consoleAddress.ts";

describe("the console's address", () => {
  it.each(["SIM-1", "MR 2 / upper floor", "Gerät & Co"])("leads back to the scanner %s", (scanner) => {
    const param = decodeURI(consolePath(scanner)).replace("/console/", "");
    expect(scannerOf(param)).toBe(scanner);
  });

  it("does not fall over a lone percent sign", () => {
    expect(scannerOf("100% MR")).toBe("100% MR");
  });
});

it("the server's time follows the event that came quickest", () => {
  const at = "2026-11-23T07:00:00Z";
  const fiveMinutesAhead = Date.parse(at) + 300_000;
  learnServerTime(at, fiveMinutesAhead + 9000);
  learnServerTime(at, fiveMinutesAhead + 20);
  learnServerTime(at, fiveMinutesAhead + 700);
  expect(inServerTime(fiveMinutesAhead + 20)).toBe(Date.parse(at));
});
