// Messages are handed on no faster than the page can draw them.

/** A page that has nothing else to do is idle again so soon after it was given something to draw. */
const DRAWN_MS = 20;
/** A busy machine draws seldom rather than late: it rests so many times as long as the last drawing took. */
const RESTS = 3;
const LONGEST_REST_MS = 400;

/** Hands on at once, or together when the page has rested, in their order. No timer before the first: a busy machine
 * lets each wait for its turn. */
export function gather(handOn: (texts: string[]) => void): (text: string) => void {
  let gathered: string[] = [];
  let restsUntil = -Infinity;
  let planned: ReturnType<typeof setTimeout> | undefined;

  function flush(): void {
    const texts = gathered;
    gathered = [];
    const begunAt = performance.now();
    restsUntil = begunAt + LONGEST_REST_MS;
    handOn(texts);
    // A timer, not a frame: asking for a frame draws one, also where nothing has changed that is shown.
    setTimeout(() => {
      const now = performance.now();
      restsUntil = now + Math.min(RESTS * (now - begunAt), LONGEST_REST_MS);
      if (gathered.length > 0) plan();
    }, DRAWN_MS);
  }

  function plan(): void {
    clearTimeout(planned);
    const restMs = restsUntil - performance.now();
    if (restMs > 0) planned = setTimeout(flush, restMs);
    else flush();
  }

  return (text) => {
    gathered.push(text);
    if (gathered.length === 1) plan();
  };
}
