// How long a slice has been in front of the reader, kept with the decision.
import { useEffect, useRef } from "react";

/** Seconds since `subject` came up, without the time in which the page was hidden. */
export function useSecondsSpent(subject: number | null): () => number {
  const spent = useRef(0);
  const shownAt = useRef<number | null>(null);

  useEffect(() => {
    const pause = () => {
      if (shownAt.current !== null) spent.current += performance.now() - shownAt.current;
      shownAt.current = null;
    };
    const follow = () => {
      pause();
      if (document.visibilityState === "visible") shownAt.current = performance.now();
    };
    spent.current = 0;
    shownAt.current = null;
    follow();
    document.addEventListener("visibilitychange", follow);
    return () => document.removeEventListener("visibilitychange", follow);
  }, [subject]);

  return () => {
    const running = shownAt.current === null ? 0 : performance.now() - shownAt.current;
    return Math.round((spent.current + running) / 100) / 10;
  };
}
