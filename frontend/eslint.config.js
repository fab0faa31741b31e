// The rules of the front end's code, and the fence between its layers.
import hooks from "eslint-plugin-react-hooks";
import tseslint from "typescript-eslint";

const LAYERS = ["domain", "contract", "api", "state", "viewer", "screens"];
const MAY_IMPORT = {
  domain: [],
  contract: ["domain"],
  api: ["contract", "domain"],
  state: ["api", "contract", "domain"],
  viewer: ["domain"],
  screens: ["state", "api", "contract", "viewer", "domain"],
};

/**
 * The fence alone, for the test that plants a break.
 * @type {import("eslint").Linter.Config[]}
 */
export const fences = LAYERS.map(fence);

/** One block a layer: in a flat config a later block replaces the options of an earlier one. */
function fence(layer) {
  const forbidden = LAYERS.filter((other) => other !== layer && !MAY_IMPORT[layer].includes(other));
  const patterns = [
    {
      regex: `^(\\.\\./)+(${[...forbidden, "main"].join("|")})(/|\\.|$)`,
      message: `${layer}/ may import ${MAY_IMPORT[layer].join(", ") || "nothing"} of the other layers.`,
    },
  ];
  if (layer !== "viewer") {
    patterns.push({ regex: "^@cornerstonejs/", message: "Only viewer/ speaks to Cornerstone." });
  }
  return {
    files: [`src/${layer}/**/*.{ts,tsx}`],
    rules: { "no-restricted-imports": ["error", { patterns }] },
  };
}

export default tseslint.config(
  { ignores: ["dist", "src/contract/schema.d.ts"] },
  {
    files: ["**/*.{ts,tsx}"],
    extends: [tseslint.configs.strictTypeChecked],
    plugins: { "react-hooks": hooks },
    languageOptions: { parserOptions: { projectService: true } },
    linterOptions: { reportUnusedDisableDirectives: "error" },
    rules: {
      ...hooks.configs.recommended.rules,
      complexity: ["error", 10],
      "max-lines": ["error", { max: 200, skipBlankLines: true }],
      "@typescript-eslint/no-unused-vars": ["error", { ignoreRestSiblings: true }],
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      "@typescript-eslint/no-confusing-void-expression": ["error", { ignoreArrowShorthand: true }],
    },
  },
  ...fences,
);
