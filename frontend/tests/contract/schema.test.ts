// The generated types are those of the committed description of the server.
import { readFileSync } from "node:fs";

import openapiTS, { astToString } from "openapi-typescript";
import { expect, it } from "vitest";

it("the types were generated from openapi.json (else: npm run schema)", async () => {
  const types = astToString(await openapiTS(readFileSync("openapi.json", "utf8")));
  expect(readFileSync("src/contract/schema.d.ts", "utf8")).toContain(types.trim());
});
