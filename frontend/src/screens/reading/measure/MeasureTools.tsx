// Under the panes: the tools to outline a region with. It also lends all that can be done to a region its keys.
import { useActions } from "../../shell/actions.tsx";
import { ToolGroup } from "../PaneTools.tsx";
import { endingActions, regionActions, shapingActions, toolActions } from "./measureActions.ts";
import type { Measuring } from "./useMeasuring.ts";
import "./measure.css";

export function MeasureTools({ measuring }: { measuring: Measuring }) {
  const tools = toolActions(measuring);
  const region = regionActions(measuring);
  useActions([...tools, ...region, ...shapingActions(measuring), ...endingActions(measuring)], "Region");
  if (!measuring.mayMeasure) return null;
  return (
    <div className="tools tools--apart" role="group" aria-label="Region">
      <ToolGroup label="Draw" actions={tools} />
      <ToolGroup label="Keep" actions={region} />
    </div>
  );
}
