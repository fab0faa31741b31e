// Dark or light: the reader's choice, kept in this browser; dark at first, as reading rooms are.
import { useSyncExternalStore } from "react";

export type Theme = "dark" | "light";

const STORED_AS = "mreqc.theme";
const watchers = new Set<() => void>();

const current = (): Theme => (document.documentElement.dataset.theme === "light" ? "light" : "dark");

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
