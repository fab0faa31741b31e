// What the first page may cost: the build fails when its JavaScript grows too large or pulls the image library in.
import { gzipSync } from "node:zlib";

import type { Plugin } from "vite";

/** Of all that the page's own script needs to run, packed. */
const INITIAL_BYTES = 500 * 1000;
const IMAGE_LIBRARY = /node_modules\/(@cornerstonejs|@kitware)\//;
/** The pages that show pictures; no other may load the image library. */
const PICTURE_PAGES = ["Reading.tsx", "Adjudication.tsx"];

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

/** A page that is loaded when it is opened and shows no picture. */
const isPlainPage = ({ facadeModuleId: id }: BuiltChunk): boolean =>
  id !== null && !IMAGE_LIBRARY.test(id) && !PICTURE_PAGES.some((page) => id.endsWith(`/${page}`));

const packedSize = ({ code }: BuiltChunk): number => gzipSync(code).byteLength;

/** What is wrong with a build, in sentences. */
export function overBudget(chunks: readonly BuiltChunk[], limit = INITIAL_BYTES): string[] {
  const initial = new Set(chunks.filter(({ isEntry }) => isEntry).flatMap((entry) => closureOf(entry, chunks)));
  const size = [...initial].reduce((sum, chunk) => sum + packedSize(chunk), 0);
  const tooLarge = size > limit ? [`The first page loads ${size} bytes of packed JavaScript; ${limit} are allowed.`] : [];
  const heavy = chunks.filter((chunk) => isPlainPage(chunk) && closureOf(chunk, chunks).some(holdsImageLibrary));
  return [...tooLarge, ...heavy.map(({ fileName }) => `${fileName} loads the image library and shows no picture.`)];
}

export const budget = (): Plugin => ({
  name: "budget",
  apply: "build",
  generateBundle(_options, bundle) {
    const wrong = overBudget(Object.values(bundle).filter((one) => one.type === "chunk"));
    if (wrong.length > 0) this.error(wrong.join("\n"));
  },
});
