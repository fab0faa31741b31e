// One pane: which role it shows, the values under the cursor, the picture with its scale; or what is missing.
import { useState } from "react";

import type { SliceDetail } from "../../contract/index.ts";
import { barOf } from "../../domain/bar.ts";
import { frameAt } from "../../domain/cine.ts";
import { formatConfidence, formatKpa, formatPosition } from "../../domain/format.ts";
import type { PaneRole } from "../../domain/hanging.ts";
import type { Placement } from "../../domain/placement.ts";
import {
  ImagePane,
  useBeat,
  useReadout,
  useScale,
  type Cursor,
  type Film,
  type Outline,
  type Picture,
  type Readout,
  type View,
} from "../../viewer/index.ts";
import { ColourBar } from "./ColourBar.tsx";
import { ROLE_KINDS, type Painting, type Shown } from "./panesOfSlice.ts";
import { RoleChoice } from "./RoleChoice.tsx";

/** What is drawn over a pane by others: it is told what the pane shows and where. */
export type PaneOverlay = (pane: { role: PaneRole; slice: SliceDetail; placement: Placement }) => React.ReactNode;

/** What all panes have in common. */
export interface Shared {
  slices: SliceDetail[];
  slice: SliceDetail;
  available: readonly PaneRole[];
  painting: Painting;
  threshold: number;
  outlines: readonly Outline[];
  film: Film;
  view: View;
  onView: (view: View) => void;
  onScroll: (step: number) => void;
  cursor: Cursor;
  overlay: PaneOverlay | undefined;
}

interface RolePaneProps extends Shared {
  role: PaneRole;
  onRole: (role: PaneRole) => void;
  /** Whose picture it is, where two exams hang beside each other. */
  whose?: string;
}

const framesOf = ({ image, look }: Shown): Picture[] =>
  Array.from({ length: look.kind === "wave" ? image.frames : 1 }, (_, frame) => ({ image, look, frame }));

export function Values({ readout }: { readout: Readout | null }) {
  if (readout === null) return null;
  return (
    <span className="pane-values" data-values>
      {readout.stiffness === null ? "no kPa here" : formatKpa(readout.stiffness)}
      {readout.confidence !== null && `, confidence ${formatConfidence(readout.confidence)}`}
    </span>
  );
}

function Failed({ onAgain }: { onAgain: () => void }) {
  return (
    <div className="panes__missing">
      <p>This picture did not come. The archive or the network may be away.</p>
      <button type="button" className="button" onClick={onAgain}>
        Try again
      </button>
    </div>
  );
}

interface PaneBodyProps extends Shared {
  role: PaneRole;
  readout: Readout | null;
}

type ShownPaneProps = PaneBodyProps & { shown: Shown };

function Scale({ shown: { image, look }, readout }: Pick<ShownPaneProps, "shown" | "readout">) {
  const scale = useScale(image, look);
  const bar = scale && barOf(look, scale);
  if (!bar) return null;
  const values = { stiffness: readout?.stiffness, confidence: readout?.confidence };
  return (
    <ColourBar look={look} bar={bar} value={(look.kind in values && values[look.kind as keyof typeof values]) || null} />
  );
}

function ShownPane({ role, shown, readout, ...shared }: ShownPaneProps) {
  const { slices, slice, painting, threshold, overlay } = shared;
  const [failedAt, setFailedAt] = useState<string | null>(null);
  const beat = useBeat(shared.film, shown.look.kind === "wave");
  if (failedAt === shown.image.url) return <Failed onAgain={() => setFailedAt(null)} />;
  const frames = framesOf(shown);
  const current = frames[frameAt(beat, frames.length)] ?? { image: shown.image, look: shown.look, frame: 0 };
  const kind = ROLE_KINDS[role];
  return (
    <>
      <ImagePane
        label={`${kind.title} at ${formatPosition(slice.location_mm)}`}
        stack={slices.flatMap(({ images }) => {
          const other = kind.pick(images, painting);
          return other ? framesOf(other) : [];
        })}
        current={current}
        hatch={shown.confidence && { confidence: shown.confidence, threshold }}
        heat={shown.heat}
        outlines={shared.outlines}
        view={shared.view}
        onView={shared.onView}
        onScroll={shared.onScroll}
        cursor={shared.cursor}
        onFailure={() => setFailedAt(shown.image.url)}
      >
        {overlay && ((placement) => overlay({ role, slice, placement }))}
      </ImagePane>
      <div className="panes__scale">
        <Scale shown={shown} readout={readout} />
      </div>
    </>
  );
}

/** The picture with its scale, or what is missing. */
export function PaneBody(pane: PaneBodyProps) {
  const { role, slice, painting } = pane;
  const shown = ROLE_KINDS[role].pick(slice.images, painting);
  return (
    <div className="panes__body">
      {shown ? (
        <ShownPane {...pane} shown={shown} />
      ) : (
        <p className="panes__missing">{ROLE_KINDS[role].missing(slice.images)} Other slices have it.</p>
      )}
    </div>
  );
}

export function RolePane({ onRole, whose, ...pane }: RolePaneProps) {
  const { role, slice, available, cursor } = pane;
  const readout = useReadout(slice.images, cursor);
  return (
    <figure className="panes__pane" data-pane={role}>
      <figcaption>
        <RoleChoice role={role} available={available} onRole={onRole} />
        {whose && <span>{whose}</span>}
        <Values readout={readout} />
      </figcaption>
      <PaneBody {...pane} readout={readout} />
    </figure>
  );
}
