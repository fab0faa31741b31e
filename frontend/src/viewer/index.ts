// What the screens may use of the viewer.
export { loadAhead } from "./ahead.ts";
export { Cursor, useCursor } from "./cursor.ts";
export { DrawingLayer, type Stroke } from "./DrawingLayer.tsx";
export { useMeasurement } from "./drawn.ts";
export { useBeat, useFilm, type Film } from "./film.ts";
export { WHOLE, zoomed, type View } from "./gestures.ts";
export { ImagePane } from "./ImagePane.tsx";
export type { Picture } from "./pictures.ts";
export type { Outline } from "./Marks.tsx";
export { useScale } from "./maps.ts";
export { useMeasured, useOutlines } from "./measured.ts";
export { useReadout, type Readout } from "./readout.ts";
export { Thumbnail } from "./Thumbnail.tsx";
