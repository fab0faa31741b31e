// The heat map of the vote: asked for with one key, shown in a pane, and what its colours mean.
import { useEffect, useEffectEvent } from "react";

import type { SliceDetail } from "../../contract/index.ts";
import { SIGNED_COLOURS } from "../../domain/colours.ts";
import { useHeatmap, type HeatmapState } from "../../state/heatmap.ts";
import { ActionButton, useActions, type Action } from "../shell/actions.tsx";

interface HeatmapProps {
  exam: string;
  slice: SliceDetail;
  /** Whether a pane is meant to show it. */
  isShown: boolean;
  onShown: (isShown: boolean) => void;
}

/** Of the table of 256 colours, every so many make a smooth gradient. */
const STOP_EVERY = 32;
const LEGEND =
  "Orange places speak for diagnostic, blue ones against. Where the colour is full, the odds would be twenty times other without the place.";

/** The colours from against to for, as the pane has them. */
function HeatLegend() {
  const last = SIGNED_COLOURS.length - 1;
  return (
    <svg className="heat-legend" viewBox="0 0 132 12" aria-hidden="true">
      <linearGradient id="heat-legend">
        {SIGNED_COLOURS.filter((_, place) => place % STOP_EVERY === 0 || place === last).map((colour, place, all) => (
          <stop key={place} offset={place / (all.length - 1)} stopColor={`rgb(${colour.join(" ")})`} />
        ))}
      </linearGradient>
      <text x="0" y="10">
        against
      </text>
      <rect x="44" y="2" width="64" height="8" fill="url(#heat-legend)" />
      <text x="113" y="10">
        for
      </text>
    </svg>
  );
}

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
      <p className="opinion__heatmap">
        <ActionButton action={toggle} className="button--small" />
        {isShown && state === "there" && <HeatLegend />}
      </p>
      {isShown && canAsk && (
        <p className="quiet small" role="status" data-heatmap={state}>
          {wordsOf(state, error)}
        </p>
      )}
    </>
  );
}
