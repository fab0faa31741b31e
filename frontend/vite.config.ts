// How the page is built and tested: Vite for the bundle, vitest for the tests.
import { fileURLToPath } from "node:url";

import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";

import { budget } from "./budget.ts";
import { packed } from "./packed.ts";

const API = process.env.MREQC_API ?? "http://127.0.0.1:8000";

export default defineConfig({
  plugins: [react(), budget(), packed()],
  resolve: {
    alias: {
      // vtk.js imports xmlbuilder2, which needs Node's EventEmitter: without this the built page dies on load.
      events: fileURLToPath(new URL("./src/viewer/eventsStub.ts", import.meta.url)),
    },
  },
  worker: { format: "es" },
  build: {
    target: "es2022",
    // The tokens speak of both themes at once by light-dark().
    cssTarget: ["chrome123", "firefox120", "safari17.5"],
    // The viewer's chunk is large by nature and is loaded on the reading page only.
    chunkSizeWarningLimit: 6000,
  },
  server: {
    proxy: {
      "/api": API,
      "/health": API,
      "/ws": { target: API, ws: true },
    },
  },
  test: {
    environment: "happy-dom",
    include: ["tests/**/*.test.{ts,tsx}"],
    setupFiles: ["tests/setup.ts"],
  },
});
