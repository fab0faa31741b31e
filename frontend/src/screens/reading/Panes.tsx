// The panes of a slice, hung as the reader likes them; scrolled, moved and pointed at together.
import { Fragment, useState } from "react";

import type { SliceDetail } from "../../contract/index.ts";
import { formatPosition } from "../../domain/format.ts";
import { stepFrom } from "../../domain/geometry.ts";
import { availableRoles, compared, COMPARED_COUNTS, hang, PANE_COUNTS, withRole, type Hanging } from "../../domain/hanging.ts";
import { Cursor, useFilm, useMeasured, useOutlines, WHOLE, type View } from "../../viewer/index.ts";
import { useActions, type Action } from "../shell/actions.tsx";
import { BesidePane } from "./compare/BesidePane.tsx";
import { useBesideShared } from "./compare/useBesideShared.ts";
import type { Beside } from "./compare/useComparing.ts";
import { FilmBar } from "./FilmBar.tsx";
import { countActions, paintingActions, sliceActions, ToolGroup, zoomActions } from "./PaneTools.tsx";
import { missingInWords } from "./panesOfSlice.ts";
import { RolePane, type PaneOverlay, type Shared } from "./RolePane.tsx";
import { ThresholdBar } from "./ThresholdBar.tsx";
import { useStateFor } from "./useStateFor.ts";

interface PanesProps {
  /** The exam: with the next one, zoom and threshold start anew. */
  exam: string;
  slices: SliceDetail[];
  slice: SliceDetail;
  onScroll: (step: number) => void;
  hanging: Hanging;
  change: (changes: Partial<Hanging>) => void;
  threshold: number;
  onThreshold: (threshold: number) => void;
  /** Another exam, each of its panes beside that of the same role. */
  beside?: Beside | null;
  /** What is drawn over the panes, such as a region that is measured. */
  overlay?: PaneOverlay;
  /** Further tools, in the row of the wave's. */
  tools?: React.ReactNode;
  /** What is said in a row of its own under them. */
  children?: React.ReactNode;
}

const STEPS: [key: string, keyName: string, across: number, down: number][] = [
  ["ArrowLeft", "Shift ←", -1, 0],
  ["ArrowRight", "Shift →", 1, 0],
  ["ArrowUp", "Shift ↑", 0, -1],
  ["ArrowDown", "Shift ↓", 0, 1],
];

const WORDS: Record<string, string> = { ArrowLeft: "left", ArrowRight: "right", ArrowUp: "up", ArrowDown: "down" };

/** The cursor by key: what a reader without a mouse points with. */
function cursorActions(cursor: Cursor, { images }: SliceDetail): Action[] {
  const image = images.stiffness ?? images.magnitude ?? images.wave ?? images.colour;
  return STEPS.map(([key, keyName, across, down]) => ({
    label: `Cursor ${WORDS[key] ?? ""}`,
    key,
    keyName,
    shift: true,
    run: () => image && cursor.set(stepFrom(image, cursor.get(), across, down)),
    repeats: true,
  }));
}

export function Panes(props: PanesProps) {
  const { exam, slices, slice, onScroll, hanging, change, threshold, onThreshold, beside = null } = props;
  const [view, setView] = useStateFor<View>(exam, WHOLE);
  const [isRunning, setRunning] = useState(false);
  const [cursor] = useState(() => new Cursor());
  const film = useFilm({ isRunning, speed: hanging.speed, direction: hanging.direction });
  const measured = useMeasured(slice.images, threshold);
  const outlines = useOutlines(slice.images, measured, hanging.shows_outlines);

  const { stiffness, confidence, liver } = slice.images;
  const place = slices.indexOf(slice);
  const { arrows, letters } = sliceActions(place, slices.length, onScroll);
  useActions([...arrows, ...letters], "Slices");
  const counts = countActions(hanging, change, beside ? COMPARED_COUNTS : PANE_COUNTS);
  const paintings = paintingActions(hanging, change);
  const zooms = zoomActions(view, setView);
  useActions([...counts, ...paintings, ...zooms, ...cursorActions(cursor, slice)], "Pictures");

  const available = availableRoles(slices);
  const { panes, missing } = hang(beside ? compared(hanging) : hanging, available);
  const shared: Shared = {
    slices,
    slice,
    available,
    painting: hanging,
    threshold,
    outlines,
    film,
    view,
    onView: setView,
    onScroll,
    cursor,
    overlay: props.overlay,
  };
  const besideShared = useBesideShared(beside, shared, hanging.shows_outlines);
  return (
    <section className="reading__panes" aria-label="Pictures">
      <div className="panes__head">
        <span className="tools">
          <ToolGroup label="Slice" actions={arrows} />
          <span>
            <span className="unseen-text">Slice </span>
            {place + 1} of {slices.length}, <strong>{formatPosition(slice.location_mm)}</strong>
          </span>
        </span>
        <ToolGroup label="Panes" actions={counts} />
        <ToolGroup label="Painting" actions={paintings} />
        <ToolGroup label="Size" actions={zooms} />
      </div>
      <p className="panes__lack" role="status">
        {missingInWords(missing, slices)}
      </p>
      <div className="panes" data-count={panes.length * (beside ? 2 : 1)}>
        {panes.map(({ place, role }) => (
          <Fragment key={place}>
            <RolePane
              role={role}
              onRole={(chosen) => change({ roles: withRole(hanging.roles, place, chosen) })}
              whose={beside ? "This exam" : undefined}
              {...shared}
            />
            {beside && <BesidePane role={role} beside={beside} shared={besideShared} />}
          </Fragment>
        ))}
      </div>
      <div className="panes__foot">
        <ThresholdBar
          threshold={threshold}
          onThreshold={onThreshold}
          measured={measured}
          isMeasurable={Boolean(stiffness && confidence && liver)}
        />
        <div className="panes__line">
          {props.tools}
          {panes.some(({ role }) => role === "wave") && (
            <FilmBar hanging={hanging} change={change} isRunning={isRunning} onRunning={setRunning} />
          )}
        </div>
        {props.children}
      </div>
    </section>
  );
}
