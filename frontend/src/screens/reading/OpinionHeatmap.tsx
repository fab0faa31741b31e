// The heat map of the vote: asked for with one key, shown in a pane, and what its colours mean.
import { useEffect, useEffectEvent } from "react";

import type { SliceDetail } from "../../contract/index.ts";
import { useHeatmap, type HeatmapState } from "../../state/heatmap.ts";
import { ActionButton, useActions, type Action } from "../shell/actions.tsx";

interface HeatmapProps {
  exam: string;
  slice: SliceDetail;
  /** Whether a pane is meant to show it. */
  isShown: boolean;
  onShown: (isShown: boolean) => void;
}

const LEGEND =
  "Orange places speak for diagnostic, blue ones against. Where the colour is full, the odds would be seven times other without the place.";

function wordsOf(state: HeatmapState, error: Error | null): string {
  switch (state) {
    case "asked":
      return "Being drawn: the ensemble judges the slice again with one place covered after the other.";
    case "late":
      return "It has not come yet. The worker or the archive may be away; hide it and ask again.";
    case "failed":
      return error?.message ?? "It could not be asked for.";
    default:
      return LEGEND;
  }
}

/** As long as it is shown, every slice that is looked at gets its map. */
export function OpinionHeatmap({ exam, slice, isShown, onShown }: HeatmapProps) {
  const hasMap = slice.images.heatmap !== undefined;
  const { state, error, ask } = useHeatmap(exam, slice.assessment, slice.id, hasMap);
  const canAsk = slice.votes.length > 0;
  const askOnce = useEffectEvent(() => ask());
  const isWanted = isShown && canAsk && !hasMap;
  useEffect(() => {
    if (isWanted) askOnce();
  }, [isWanted, slice.assessment]);

  const toggle: Action = {
    label: isShown ? "Hide what moved the vote" : "Show what moved the vote",
    key: "h",
    run: () => onShown(!isShown),
    isEnabled: isShown || canAsk,
    isOn: isShown,
  };
  useActions([toggle], "Opinion");
  return (
    <>
      <p>
        <ActionButton action={toggle} className="button--small" />
      </p>
      {isShown && canAsk && (
        <p className="quiet small" role="status" data-heatmap={state}>
          {wordsOf(state, error)}
        </p>
      )}
    </>
  );
}
