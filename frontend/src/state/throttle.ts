// At most one call in a while, and the last wish is never lost.

/** Runs `run` soon after the first wish and at most once every `everyMs`. */
export function throttle(run: () => void, everyMs: number): () => void {
  let timer: ReturnType<typeof setTimeout> | null = null;
  return () => {
    timer ??= setTimeout(() => {
      timer = null;
      run();
    }, everyMs);
  };
}
