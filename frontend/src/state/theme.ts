// Dark or light: the reader's choice, kept in this browser; without one, the system's.
import { useSyncExternalStore } from "react";

export type Theme = "dark" | "light";

const STORED_AS = "mreqc.theme";
const watchers = new Set<() => void>();

function current(): Theme {
  const chosen = document.documentElement.dataset.theme;
  if (chosen === "light" || chosen === "dark") return chosen;
  return matchMedia("(prefers-color-scheme: light)").matches ? "light" : "dark";
}

function choose(theme: Theme): void {
  document.documentElement.dataset.theme = theme;
  try {
    localStorage.setItem(STORED_AS, theme);
  } catch {
    // Storage is switched off: the choice lasts as long as the page.
  }
  for (const watcher of watchers) watcher();
}

function watch(watcher: () => void): () => void {
  watchers.add(watcher);
  return () => watchers.delete(watcher);
}

export function useTheme(): { theme: Theme; toggle: () => void } {
  const theme = useSyncExternalStore(watch, current);
  return { theme, toggle: () => choose(theme === "dark" ? "light" : "dark") };
}
