// Lays the built texts beside themselves packed, as the server offers them to browsers that take them so.
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

import type { Plugin } from "vite";

const TEXTS = /\.(js|css|svg)$/;
/** The highest takes half a minute for the image library, for 2 % less. */
const QUALITY = 9;

export const packed = (): Plugin => ({
  name: "packed",
  apply: "build",
  generateBundle: {
    // After everything that still changes the files.
    order: "post",
    handler(_options, bundle) {
      for (const file of Object.values(bundle).filter(({ fileName }) => TEXTS.test(fileName))) {
        const text = file.type === "chunk" ? file.code : file.source;
        const brotli = brotliCompressSync(text, { params: { [constants.BROTLI_PARAM_QUALITY]: QUALITY } });
        this.emitFile({ type: "asset", fileName: `${file.fileName}.br`, source: brotli });
        this.emitFile({ type: "asset", fileName: `${file.fileName}.gz`, source: gzipSync(text, { level: 9 }) });
      }
    },
  },
});
