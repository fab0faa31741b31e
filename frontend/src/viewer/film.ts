// The beat by which films run: only the panes that show a film hear of it.
import { useEffect, useState, useSyncExternalStore } from "react";

import { nextBeat, type Direction, type Speed } from "../domain/cine.ts";

export class Film {
  private beat = 0;
  private readonly watchers = new Set<() => void>();

  readonly get = (): number => this.beat;

  step(direction: Direction): void {
    this.beat = nextBeat(this.beat, direction);
    for (const watcher of this.watchers) watcher();
  }

  readonly watch = (watcher: () => void): (() => void) => {
    this.watchers.add(watcher);
    return () => this.watchers.delete(watcher);
  };
}

/** A film that runs while `isRunning`. */
export function useFilm({ isRunning, speed, direction }: { isRunning: boolean; speed: Speed; direction: Direction }): Film {
  const [film] = useState(() => new Film());
  useEffect(() => {
    if (!isRunning) return;
    const timer = setInterval(() => film.step(direction), 1000 / speed);
    return () => clearInterval(timer);
  }, [film, isRunning, speed, direction]);
  return film;
}

const nothing = (): (() => void) => () => undefined;
const still = (): number => 0;

/** The beat of a film, for a pane that shows one; 0 for every other. */
export const useBeat = (film: Film, isShown: boolean): number =>
  useSyncExternalStore(isShown ? film.watch : nothing, isShown ? film.get : still);
