// Under the panes: the tools to outline a region with, and the numbers of the shown slice's region.
import { formatArea, formatShare, formatSpread } from "../../../domain/format.ts";
import { ActionButton, useActions } from "../../shell/actions.tsx";
import { ToolGroup } from "../PaneTools.tsx";
import { movingActions, regionActions, shapingActions, toolActions } from "./measureActions.ts";
import type { Measuring } from "./useMeasuring.ts";
import "./measure.css";

/** As long as it is there, the arrows belong to the region. */
function Moving({ measuring }: { measuring: Measuring }) {
  useActions(movingActions(measuring), "Region");
  return <span role="status">Arrow keys move the region. Esc ends it.</span>;
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
  polygon: "Click the corners; Enter closes",
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

export function MeasureTools({ measuring }: { measuring: Measuring }) {
  const tools = toolActions(measuring);
  const region = regionActions(measuring);
  useActions([...tools, ...region, ...shapingActions(measuring)], "Region");
  return (
    <div className="measure" role="group" aria-label="Region">
      {measuring.mayMeasure && (
        <>
          <ToolGroup label="Draw" actions={tools} />
          <span className="tools">
            {region.map((action) => (
              <ActionButton key={action.label} action={action} className="button--small" />
            ))}
          </span>
        </>
      )}
      <span className="measure__numbers" data-region-numbers aria-live="polite">
        <Numbers measuring={measuring} />
      </span>
      {measuring.isMoving && measuring.book.present.outline ? (
        <Moving measuring={measuring} />
      ) : (
        <Saying measuring={measuring} />
      )}
    </div>
  );
}
