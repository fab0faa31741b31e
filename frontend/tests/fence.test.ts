// The fence between the layers catches what is planted.
import { Linter } from "eslint";
import { describe, expect, it } from "vitest";

import { fences } from "../eslint.config.js";

function broken(layer: string, from: string): number {
  const code = `import x from "${from}";`;
  return new Linter({ configType: "flat" }).verify(code, fences, { filename: `src/${layer}/planted.ts` }).length;
}

describe("the fence", () => {
  it.each([
    ["domain", "../contract/index.ts"],
    ["contract", "../api/http.ts"],
    ["api", "../state/keys.ts"],
    ["state", "../screens/App.tsx"],
    ["viewer", "../contract/index.ts"],
    ["viewer", "../state/keys.ts"],
    ["screens", "../main.tsx"],
    ["screens", "@cornerstonejs/core"],
    ["domain", "@cornerstonejs/core"],
  ])("keeps %s from importing %s", (layer, from) => {
    expect(broken(layer, from)).toBe(1);
  });

  it.each([
    ["contract", "../domain/verdict.ts"],
    ["screens", "../viewer/index.ts"],
    ["viewer", "@cornerstonejs/core"],
    ["viewer", "../domain/image.ts"],
  ])("lets %s import %s", (layer, from) => {
    expect(broken(layer, from)).toBe(0);
  });

  it("reaches folders within a layer", () => {
    expect(broken("screens/reading", "../../main.tsx")).toBe(1);
  });
});
