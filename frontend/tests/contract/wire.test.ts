// The examples that both sides read: what must be understood, and what must be refused.
import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

import {
  adjudication,
  comparableExams,
  comparison,
  ContractError,
  examDetail,
  examPage,
  facets,
  health,
  liveMessage,
  policies,
  policyPreview,
  proposal,
  quality,
  reasons,
  refusal,
  region,
  regions,
  review,
  session,
  studies,
  studyResults,
  type Parser,
} from "../../src/contract/index.ts";

/** By the first word of the example's name. */
const PARSERS: Record<string, Parser<unknown>> = {
  adjudication,
  comparable: comparableExams,
  comparison,
  exam: examDetail,
  exam_page: examPage,
  facets,
  health,
  live: liveMessage,
  policies,
  policy_preview: policyPreview,
  proposal,
  quality,
  reasons,
  refusal,
  region,
  regions,
  review,
  session,
  studies,
  study_results: studyResults,
};

/** Shared with the server's tests, seen from frontend/, where vitest runs. */
const EXAMPLES = "../tests/contract/";
const names = (folder: string): string[] => readdirSync(EXAMPLES + folder).filter((name) => name.endsWith(".json"));

function read(folder: string, name: string): { parse: Parser<unknown>; value: unknown } {
  const parse = PARSERS[name.split(".")[0] ?? ""];
  if (!parse) throw new Error(`${name}: no parser goes by this name`);
  return { parse, value: JSON.parse(readFileSync(`${EXAMPLES}${folder}/${name}`, "utf8")) };
}

describe("what the server sends", () => {
  it.each(names("wire"))("%s is understood", (name) => {
    const { parse, value } = read("wire", name);
    expect(() => parse(value, "")).not.toThrow();
  });

  it("has an example for every parser", () => {
    const kinds = new Set(names("wire").map((name) => name.split(".")[0]));
    expect([...kinds].sort()).toEqual(Object.keys(PARSERS).sort());
  });
});

describe("what the server must never send", () => {
  it.each(names("negative"))("%s is refused", (name) => {
    const { parse, value } = read("negative", name);
    expect(() => parse(value, "")).toThrow(ContractError);
  });
});

describe("a refusal to understand", () => {
  it("names the place", () => {
    const { value } = read("negative", "exam.stiffness_as_text.json");
    expect(() => examDetail(value, "")).toThrow('slices[0].stiffness_kpa: expected a number, got "2.41 kPa"');
  });
});

describe("a newer server", () => {
  it("may send events of kinds that this page does not know", () => {
    const message = { type: "event", seq: 7, at: "2026-11-23T07:00:00Z", kind: "scan.planned", exam: null, data: {} };
    expect(liveMessage(message, "")).toEqual({ type: "event", event: { seq: 7, kind: null } });
  });
});
