// What the panes of the other exam have in common with those of the exam that is read.
import { useState } from "react";

import type { SliceImages } from "../../../domain/image.ts";
import { Cursor, useMeasured, useOutlines } from "../../../viewer/index.ts";
import type { Shared } from "../RolePane.tsx";
import type { Beside } from "./useComparing.ts";

const NO_IMAGES: SliceImages = {};

/** The same look, size and scroll; the same cursor only where a place in one exam is the same place in the other. */
export function useBesideShared(beside: Beside | null, shared: Shared, showsOutlines: boolean): Shared | null {
  const [ownCursor] = useState(() => new Cursor());
  const images = beside?.slice?.images ?? NO_IMAGES;
  const measured = useMeasured(images, shared.threshold);
  const outlines = useOutlines(images, measured, showsOutlines && beside !== null);
  if (!beside?.slice) return null;
  const { slices, slice, sharesFrame } = beside;
  const cursor = sharesFrame ? shared.cursor : ownCursor;
  return { ...shared, slices, slice, outlines, cursor, overlay: undefined };
}
