// The budget of the first page catches what is planted.
import { randomBytes } from "node:crypto";

import { expect, it } from "vitest";

import { overBudget, type BuiltChunk } from "../budget.ts";

const chunk = (fileName: string, parts: Partial<BuiltChunk> = {}): BuiltChunk => ({
  fileName,
  code: "",
  isEntry: false,
  facadeModuleId: null,
  moduleIds: [],
  imports: [],
  ...parts,
});

const library = chunk("shared.js", { moduleIds: ["/node_modules/@cornerstonejs/core/dist/esm/index.js"] });
const loader = chunk("engine.js", { facadeModuleId: "/src/viewer/engine.ts", imports: ["shared.js"] });
const entry = (...imports: string[]) => chunk("index.js", { isEntry: true, facadeModuleId: "/index.html", imports });

it("lets the image library be loaded when pictures are there", () => {
  expect(overBudget([entry(), loader, library])).toEqual([]);
});

it("keeps the image library from the first page, however it comes there", () => {
  expect(overBudget([entry("middle.js"), chunk("middle.js", { imports: ["shared.js"] }), library])).toHaveLength(1);
});

it("keeps it from what a page needs to begin", () => {
  const reading = chunk("reading.js", { facadeModuleId: "/src/screens/reading/Reading.tsx", imports: ["shared.js"] });
  expect(overBudget([entry(), reading, library])).toEqual([expect.stringContaining("reading.js")]);
});

it("counts all that the first page cannot run without, packed, and nothing else", () => {
  const dense = { code: randomBytes(300).toString("hex") };
  const chunks = [entry("one.js"), chunk("one.js", { ...dense, imports: ["two.js"] }), chunk("two.js", dense)];
  expect(overBudget(chunks, 500)).toEqual([expect.stringContaining("500 are allowed")]);
  expect(overBudget([...chunks, chunk("late.js", dense)], 1000)).toEqual([]);
});
