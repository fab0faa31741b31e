// Wires the page together and starts it.
import "@fontsource-variable/inter/wght.css";
import "./screens/tokens.css";
import "./screens/base.css";

import { MutationCache, notifyManager, QueryCache, QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";

import { Refused, Unreachable } from "./api/http.ts";
import { App } from "./screens/App.tsx";
import { keys } from "./state/keys.ts";

const RETRIES = 3;

/** When a session has ended, the sign-in comes up in the place of the page. */
function noticeSignOut(error: Error): void {
  if (error instanceof Refused && (error.status === 401 || error.code === "not_authenticated")) {
    void client.invalidateQueries({ queryKey: keys.session });
  }
}

// Not by a timer, as it is without this: a busy machine lets each timer wait for its turn.
notifyManager.setScheduler(queueMicrotask);

const client = new QueryClient({
  queryCache: new QueryCache({ onError: noticeSignOut }),
  mutationCache: new MutationCache({ onError: noticeSignOut }),
  defaultOptions: {
    queries: {
      retry: (failures, error) => error instanceof Unreachable && failures < RETRIES,
      staleTime: 2000,
    },
  },
});

const root = document.getElementById("root");
if (!root) throw new Error("index.html has lost its #root");
createRoot(root).render(
  <StrictMode>
    <QueryClientProvider client={client}>
      <App />
    </QueryClientProvider>
  </StrictMode>,
);
