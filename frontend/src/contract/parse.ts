// Small parsers: what comes over the wire is checked once, and typed from there on.

/** Turns what came over the wire into a T, or throws a ContractError that names the place. */
export type Parser<T> = (value: unknown, path: string) => T;
export type Parsed<P> = P extends Parser<infer T> ? T : never;

export class ContractError extends Error {
  override readonly name = "ContractError";

  constructor(path: string, expected: string, got: unknown) {
    super(`${path || "the answer"}: expected ${expected}, got ${describe(got)}`);
  }
}

function describe(value: unknown): string {
  if (typeof value === "string") return `"${value.slice(0, 40)}"`;
  if (value === null || typeof value === "number" || typeof value === "boolean") return String(value);
  return Array.isArray(value) ? "a list" : typeof value;
}

export const text: Parser<string> = (value, path) => {
  if (typeof value !== "string") throw new ContractError(path, "text", value);
  return value;
};

export const number: Parser<number> = (value, path) => {
  if (typeof value !== "number" || !Number.isFinite(value)) throw new ContractError(path, "a number", value);
  return value;
};

export const flag: Parser<boolean> = (value, path) => {
  if (typeof value !== "boolean") throw new ContractError(path, "true or false", value);
  return value;
};

export const oneOf =
  <const T extends string>(words: readonly T[]): Parser<T> =>
  (value, path) => {
    const word = words.find((one) => one === value);
    if (word === undefined) throw new ContractError(path, `one of ${words.join(", ")}`, value);
    return word;
  };

export const nullable =
  <T>(inner: Parser<T>): Parser<T | null> =>
  (value, path) =>
    value === null ? null : inner(value, path);

export const optional =
  <T>(inner: Parser<T>): Parser<T | undefined> =>
  (value, path) =>
    value === undefined ? undefined : inner(value, path);

export const list =
  <T>(inner: Parser<T>): Parser<T[]> =>
  (value, path) => {
    if (!Array.isArray(value)) throw new ContractError(path, "a list", value);
    return value.map((item: unknown, place) => inner(item, `${path}[${place}]`));
  };

type Shape = Record<string, Parser<unknown>>;
type Shaped<S extends Shape> = { [K in keyof S]: Parsed<S[K]> };

/** An object with these fields. Fields that are not named are left out: a newer server may say more. */
export const object =
  <S extends Shape>(shape: S): Parser<Shaped<S>> =>
  (value, path) => {
    if (typeof value !== "object" || value === null || Array.isArray(value)) {
      throw new ContractError(path, "an object", value);
    }
    const fields = value as Record<string, unknown>;
    const entries = Object.entries(shape).map(([name, inner]) => [
      name,
      inner(fields[name], path ? `${path}.${name}` : name),
    ]);
    return Object.fromEntries(entries) as Shaped<S>;
  };
