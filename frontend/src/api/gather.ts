// Messages that come close together are handed on together, and no faster than the page can draw them.

/** A verdict comes as several messages: the page is drawn once for all of them. */
const GATHER_MS = 10;
/** A page that has nothing else to do is idle again so soon after it was given something to draw. */
const DRAWN_MS = 20;
/** A busy machine draws seldom rather than late: it rests so many times as long as the last drawing took. */
const RESTS = 3;
const LONGEST_REST_MS = 400;

/** Hands on what came together, in its order. */
export function gather(handOn: (texts: string[]) => void): (text: string) => void {
  let gathered: string[] = [];
  let restsUntil = -Infinity;

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
    }, DRAWN_MS);
  }

  return (text) => {
    gathered.push(text);
    if (gathered.length === 1) setTimeout(flush, Math.max(GATHER_MS, restsUntil - performance.now()));
  };
}
