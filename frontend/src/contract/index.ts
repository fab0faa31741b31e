// The wire contract: one place to import it from.
export * from "./comparison.ts";
export * from "./events.ts";
export * from "./evidence.ts";
export * from "./exam.ts";
export { ContractError, type Parser } from "./parse.ts";
export * from "./policy.ts";
export * from "./region.ts";
export type { paths as ServerPaths } from "./schema.d.ts";
export * from "./review.ts";
export * from "./site.ts";
export * from "./study.ts";
