// Under the panes: the numbers of the shown slice's region, and what can be done to it just now.
import { formatArea, formatShare, formatSpread } from "../../../domain/format.ts";
import { useActions } from "../../shell/actions.tsx";
import { ToolGroup } from "../PaneTools.tsx";
import { endingActions, movingActions, shapingActions } from "./measureActions.ts";
import type { Measuring } from "./useMeasuring.ts";

/** As long as it is there, the arrows belong to the region. */
function Moving({ measuring }: { measuring: Measuring }) {
  const arrows = movingActions(measuring);
  useActions(arrows, "Region");
  return <ToolGroup label="Move the region" actions={arrows} />;
}

function Numbers({ measuring: { shown, measurement, threshold } }: { measuring: Measuring }) {
  if (shown === null) return <span className="quiet">No region on this slice</span>;
  if (measurement === null) return <span>Nothing to measure in this region</span>;
  const { mean_kpa, sd_kpa, median_kpa, area_cm2, confident_share } = measurement;
  return (
    <>
      <strong>{formatSpread(mean_kpa, sd_kpa)}</strong>, median {median_kpa.toFixed(2)}, {formatArea(area_cm2)}
      {confident_share !== null && `, ${formatShare(confident_share)} at confidence ≥ ${threshold.toFixed(2)}`}
    </>
  );
}

const HINTS = {
  freehand: "Drag around the region",
  ellipse: "Drag from corner to corner",
  polygon: "Click the corners",
};

function Saying({ measuring: { book, tool, notice } }: { measuring: Measuring }) {
  if (book.error) {
    return (
      <span className="measure__trouble" role="alert">
        Not saved. {book.error.message}{" "}
        <button type="button" className="button button--small" onClick={book.sendAgain}>
          Measure again
        </button>
      </span>
    );
  }
  const text = notice || (tool ? HINTS[tool] : "");
  return (
    <span className="quiet" role="status">
      {text}
    </span>
  );
}

/** A region that is there is shaped; one that is being drawn or moved is ended. */
function Doing({ measuring }: { measuring: Measuring }) {
  const { tool, sketch, isMoving, mayMeasure, book } = measuring;
  const ending = endingActions(measuring);
  const { outline } = book.present;
  if (isMoving && outline) {
    return (
      <>
        <Moving measuring={measuring} />
        <ToolGroup label="End" actions={ending.slice(1)} />
      </>
    );
  }
  if (tool || sketch) return <ToolGroup label="End" actions={tool === "polygon" ? ending : ending.slice(1)} />;
  return outline && mayMeasure && <ToolGroup label="Shape" actions={shapingActions(measuring)} />;
}

export function MeasuredNow({ measuring }: { measuring: Measuring }) {
  return (
    <div className="measure" role="group" aria-label="Region">
      <span data-region-numbers aria-live="polite">
        <Numbers measuring={measuring} />
      </span>
      <Saying measuring={measuring} />
      <Doing measuring={measuring} />
    </div>
  );
}
