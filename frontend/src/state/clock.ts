// One clock for all relative times of the page, a quicker one for waiting, and the server's time.
import { useSyncExternalStore } from "react";

function makeClock(tickMs: number): () => number {
  let now = Date.now();
  let timer: ReturnType<typeof setInterval> | undefined;
  const watchers = new Set<() => void>();

  function tick(): void {
    now = Date.now();
    for (const watcher of watchers) watcher();
  }

  function watch(watcher: () => void): () => void {
    if (watchers.size === 0) {
      now = Date.now();
      timer = setInterval(tick, tickMs);
    }
    watchers.add(watcher);
    return () => {
      watchers.delete(watcher);
      if (watchers.size === 0) clearInterval(timer);
    };
  }

  return function useTime() {
    return useSyncExternalStore(watch, () => now);
  };
}

export const useNow = makeClock(5000);
const useSecond = makeClock(1000);

let aheadMs: number | null = null;

/** Every live event tells the server's time; the one that came quickest tells best how far our clock is off. */
export function learnServerTime(at: string, now = Date.now()): void {
  const ahead = now - Date.parse(at);
  if (!Number.isNaN(ahead)) aheadMs = Math.min(aheadMs ?? ahead, ahead);
}

/** A moment of this machine in the server's time. */
export const inServerTime = (now: number): number => now - (aheadMs ?? 0);

/** The server's time, every second: a workstation's own clock may be minutes off. */
export const useServerNow = (): number => inServerTime(useSecond());
