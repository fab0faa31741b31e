// The live feed for components.
import { createContext, useContext, useEffect, useSyncExternalStore } from "react";

import { LiveFeed, type LiveState } from "./liveFeed.ts";

export const LiveContext = createContext<LiveFeed | null>(null);

export function useLiveFeed(): LiveFeed {
  const feed = useContext(LiveContext);
  if (feed === null) throw new Error("useLiveFeed needs a LiveContext above it");
  return feed;
}

export function useLiveState(): LiveState {
  const feed = useLiveFeed();
  return useSyncExternalStore(feed.watch, feed.snapshot);
}

/** Shows the other readers that this exam is being read, as long as the page is open. */
export function useAnnounceReading(exam: string): void {
  const feed = useLiveFeed();
  useEffect(() => {
    feed.announceReading(exam);
    feed.markSeen(exam);
    return () => feed.announceReading(null);
  }, [feed, exam]);
}
