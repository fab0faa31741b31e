// What the screens may use of the viewer.
export { WHOLE, zoomed, type View } from "./gestures.ts";
export { ImagePane } from "./ImagePane.tsx";
export type { Look } from "./imageLoader.ts";
export { useReadout, type Readout } from "./readout.ts";
export { Thumbnail } from "./Thumbnail.tsx";
