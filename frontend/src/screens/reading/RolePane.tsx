// One pane with its name; says what is missing where the slice lacks its picture.
import { useState } from "react";

import type { SliceDetail } from "../../contract/index.ts";
import { formatPosition } from "../../domain/format.ts";
import { ImagePane, type View } from "../../viewer/index.ts";
import type { PaneKind } from "./panesOfSlice.ts";

export interface Shared {
  slices: SliceDetail[];
  slice: SliceDetail;
  view: View;
  onView: (view: View) => void;
  cursor: readonly number[] | null;
  onCursor: (world: readonly number[] | null) => void;
  onScroll: (step: number) => void;
}

interface RolePaneProps extends Shared {
  pane: PaneKind;
  /** Stands beside the picture, never over it. */
  children?: React.ReactNode;
}

function Picture({ pane, slices, slice, ...gestures }: Shared & { pane: PaneKind }) {
  const [failedAt, setFailedAt] = useState<string | null>(null);
  const shown = pane.pick(slice.images);
  if (!shown) return <p className="panes__missing">{pane.missing(slice.images)}</p>;
  if (failedAt === shown.image.url) {
    return (
      <div className="panes__missing">
        <p>This picture did not come. The archive or the network may be away.</p>
        <button type="button" className="button" onClick={() => setFailedAt(null)}>
          Try again
        </button>
      </div>
    );
  }
  return (
    <ImagePane
      key={shown.look}
      label={`${pane.title} at ${formatPosition(slice.location_mm)}`}
      look={shown.look}
      stack={slices.flatMap(({ images }) => {
        const other = pane.pick(images);
        return other?.look === shown.look ? [other.image] : [];
      })}
      current={shown.image}
      confidence={shown.confidence}
      onFailure={() => setFailedAt(shown.image.url)}
      {...gestures}
    />
  );
}

export function RolePane({ children, ...rest }: RolePaneProps) {
  const { pane } = rest;
  return (
    <figure className={`panes__pane panes__pane--${pane.name}`} data-pane={pane.name}>
      <figcaption>
        <strong>{pane.title}</strong> <span>{pane.hint(rest.slice.images)}</span>
      </figcaption>
      <div className="panes__body">
        <Picture {...rest} />
        {children}
      </div>
    </figure>
  );
}
