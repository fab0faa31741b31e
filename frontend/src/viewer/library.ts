// The image library comes after the first pictures, which are painted without it (Poster.tsx): to start it takes longer
// than to fetch and paint them, and nothing else can happen meanwhile.

import { painted } from "./painted.ts";

/** The pictures beside the first one come at the same time. */
const OTHERS_MS = 50;

let tellPainted = () => {};
const firstPainted = new Promise<void>((resolve) => {
  tellPainted = resolve;
});

/** A picture was drawn, or none can be: once it is on the screen, the library may be started. */
export function noteDrawn(): void {
  void painted().then(() => setTimeout(tellPainted, OTHERS_MS));
}

/** All who wait get it at once, so that all viewports of a page exist before the first of them is given pictures. */
export async function loadLibrary() {
  await firstPainted;
  return import("./engine.ts");
}
