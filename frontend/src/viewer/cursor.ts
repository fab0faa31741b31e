// The place that the reader points at: one for all panes, and nothing but its marks is drawn anew when it moves.
import { useSyncExternalStore } from "react";

type World = readonly number[];

export class Cursor {
  private place: World | null = null;
  private readonly watchers = new Set<() => void>();

  /** Patient coordinates in mm, or null where nothing is pointed at. */
  readonly get = (): World | null => this.place;

  set(place: World | null): void {
    this.place = place;
    for (const watcher of this.watchers) watcher();
  }

  readonly watch = (watcher: () => void): (() => void) => {
    this.watchers.add(watcher);
    return () => this.watchers.delete(watcher);
  };
}

export const useCursor = (cursor: Cursor): World | null => useSyncExternalStore(cursor.watch, cursor.get);
