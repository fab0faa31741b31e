// What a page may cost: the build fails when the first one's JavaScript grows too large, or any needs the image library.
import { gzipSync } from "node:zlib";

import type { Plugin } from "vite";

/** Of all that the page's own script needs to run, packed. */
const INITIAL_BYTES = 500 * 1000;
const IMAGE_LIBRARY = /node_modules\/(@cornerstonejs|@kitware)\//;
/** What loads the image library, once the first pictures are there without it: no page may need it to begin. */
const LIBRARY_LOADER = "/viewer/engine.ts";

export interface BuiltChunk {
  fileName: string;
  code: string;
  isEntry: boolean;
  /** The module of a page that is loaded when it is opened. */
  facadeModuleId: string | null;
  moduleIds: readonly string[];
  /** Files that it cannot run without. */
  imports: readonly string[];
}

/** A chunk with all that it cannot run without. */
function closureOf(start: BuiltChunk, chunks: readonly BuiltChunk[]): BuiltChunk[] {
  const found = [start];
  for (const chunk of found) {
    found.push(...chunks.filter((one) => chunk.imports.includes(one.fileName) && !found.includes(one)));
  }
  return found;
}

const holdsImageLibrary = ({ moduleIds }: BuiltChunk): boolean => moduleIds.some((id) => IMAGE_LIBRARY.test(id));

/** A page that is loaded when it is opened. */
const isPage = ({ facadeModuleId: id }: BuiltChunk): boolean =>
  id !== null && !IMAGE_LIBRARY.test(id) && !id.endsWith(LIBRARY_LOADER);

const packedSize = ({ code }: BuiltChunk): number => gzipSync(code).byteLength;

/** What is wrong with a build, in sentences. */
export function overBudget(chunks: readonly BuiltChunk[], limit = INITIAL_BYTES): string[] {
  const initial = new Set(chunks.filter(({ isEntry }) => isEntry).flatMap((entry) => closureOf(entry, chunks)));
  const size = [...initial].reduce((sum, chunk) => sum + packedSize(chunk), 0);
  const tooLarge = size > limit ? [`The first page loads ${size} bytes of packed JavaScript; ${limit} are allowed.`] : [];
  const heavy = chunks.filter((chunk) => isPage(chunk) && closureOf(chunk, chunks).some(holdsImageLibrary));
  return [...tooLarge, ...heavy.map(({ fileName }) => `${fileName} needs the image library to begin.`)];
}

export const budget = (): Plugin => ({
  name: "budget",
  apply: "build",
  generateBundle(_options, bundle) {
    const wrong = overBudget(Object.values(bundle).filter((one) => one.type === "chunk"));
    if (wrong.length > 0) this.error(wrong.join("\n"));
  },
});
