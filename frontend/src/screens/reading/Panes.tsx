// The three panes of a slice, scrolled, moved and pointed at together.
import { useState } from "react";

import type { SliceDetail } from "../../contract/index.ts";
import { formatConfidence, formatKpa, formatPosition } from "../../domain/format.ts";
import { useReadout, WHOLE, zoomed, type Readout, type View } from "../../viewer/index.ts";
import { ActionButton, useActions, type Action } from "../shell/actions.tsx";
import { ColourBar } from "./ColourBar.tsx";
import { RolePane, type Shared } from "./RolePane.tsx";
import { PANES } from "./panesOfSlice.ts";

function zoomActions(view: View, onView: (view: View) => void): [Action, Action, Action] {
  return [
    { label: "Larger", key: "+", run: () => onView(zoomed(view, true)), repeats: true },
    { label: "Smaller", key: "-", run: () => onView(zoomed(view, false)), isEnabled: view.zoom > 1, repeats: true },
    { label: "Whole picture", key: "0", run: () => onView(WHOLE), isEnabled: view !== WHOLE },
  ];
}

function Values({ readout }: { readout: Readout | null }) {
  if (readout === null) return <span className="quiet">Point at a picture to read its values</span>;
  return (
    <span aria-live="off">
      <strong>{readout.stiffness === null ? "No stiffness here" : formatKpa(readout.stiffness)}</strong>
      {readout.confidence !== null && `, confidence ${formatConfidence(readout.confidence)}`}
    </span>
  );
}

interface PanesProps {
  slices: SliceDetail[];
  slice: SliceDetail;
  onScroll: (step: number) => void;
}

export function Panes({ slices, slice, onScroll }: PanesProps) {
  const [view, setView] = useState<View>(WHOLE);
  const [cursor, setCursor] = useState<readonly number[] | null>(null);
  const readout = useReadout(slice.images, cursor);
  const zooms = zoomActions(view, setView);
  useActions(zooms);
  const shared: Shared = { slices, slice, view, onView: setView, cursor, onCursor: setCursor, onScroll };
  const [elastogram, cmoe, magnitude] = PANES;
  const hasMap = slice.images.stiffness !== undefined;
  const hasColour = slice.images.colour !== undefined;
  return (
    <section className="reading__panes" aria-label="Pictures">
      <div className="panes__head">
        <span>
          Slice {slices.indexOf(slice) + 1} of {slices.length}, <strong>{formatPosition(slice.location_mm)}</strong>
        </span>
        <Values readout={readout} />
        <span className="panes__zoom">
          {zooms.map((action) => (
            <ActionButton key={action.key} action={action} className="button--small" />
          ))}
        </span>
      </div>
      <div className={hasMap || !hasColour ? "panes" : "panes panes--colour"}>
        <RolePane pane={elastogram} {...shared}>
          {hasMap && <ColourBar value={readout?.stiffness ?? null} />}
        </RolePane>
        <RolePane pane={cmoe} {...shared} />
        <RolePane pane={magnitude} {...shared} />
      </div>
    </section>
  );
}
