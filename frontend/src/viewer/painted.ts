// When something is on the screen.

/** Resolves once all that the page shows by now is painted: the task after a frame's callbacks comes after its painting. */
export const painted = (): Promise<void> => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
