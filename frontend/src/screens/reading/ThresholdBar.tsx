// The confidence threshold: a slider, and what is measurable from there on. Not the verdict's own, it says so.
import { useRef } from "react";

import { formatArea, formatConfidence, formatKpa2 } from "../../domain/format.ts";
import { CONFIDENCE_THRESHOLD, isVerdictThreshold, THRESHOLDS } from "../../domain/hatch.ts";
import type { Measured } from "../../domain/measurable.ts";
import { Mark } from "../parts/Mark.tsx";
import { ActionButton, useActions, type Action } from "../shell/actions.tsx";

interface BarProps {
  threshold: number;
  onThreshold: (threshold: number) => void;
  measured: Measured | null;
  /** Whether the slice has all that measuring takes, be it that it has not come yet. */
  isMeasurable: boolean;
}

const { least, most, step } = THRESHOLDS;
const MARK_AT = (CONFIDENCE_THRESHOLD - least) / (most - least);

function Numbers({ measured, isMeasurable }: Pick<BarProps, "measured" | "isMeasurable">) {
  if (!isMeasurable) return <span className="quiet">Nothing to measure without confidence and liver</span>;
  if (measured === null) return null;
  const { area_cm2, mean, median } = measured;
  if (mean === null || median === null) return <span>Nothing measurable from there on</span>;
  return (
    <span>
      <strong>{formatArea(area_cm2)}</strong>, mean <strong>{mean.toFixed(2)}</strong>, median{" "}
      <strong>{formatKpa2(median)}</strong>
    </span>
  );
}

export function ThresholdBar({ threshold, onThreshold, ...numbers }: BarProps) {
  const slider = useRef<HTMLInputElement>(null);
  const isVerdicts = isVerdictThreshold(threshold);
  const reset: Action = {
    label: `Back to the verdict's ${CONFIDENCE_THRESHOLD}`,
    short: String(CONFIDENCE_THRESHOLD),
    key: "x",
    run: () => onThreshold(CONFIDENCE_THRESHOLD),
    isEnabled: !isVerdicts,
  };
  const reach: Action = {
    label: "Confidence threshold, then arrows",
    key: "t",
    run: () => slider.current?.focus(),
  };
  useActions([reach, reset], "Measuring");
  return (
    <div className="threshold" data-own={!isVerdicts}>
      <label className="threshold__label">
        Confidence from <output>{formatConfidence(threshold)}</output> <kbd aria-hidden="true">T</kbd>
        <span className="threshold__slide" style={{ "--mark": MARK_AT } as React.CSSProperties}>
          <input
            ref={slider}
            type="range"
            min={least}
            max={most}
            step={step}
            value={threshold}
            aria-label="Confidence threshold"
            aria-keyshortcuts="t"
            onChange={(event) => onThreshold(Number(event.target.value))}
            onKeyDown={(event) => {
              if (event.key !== "Escape") return;
              event.preventDefault();
              event.currentTarget.blur();
            }}
          />
        </span>
      </label>
      <ActionButton action={reset} className="button--small" />
      {!isVerdicts && (
        <span className="threshold__notice" role="status">
          <Mark mark="question" /> not the verdict's {CONFIDENCE_THRESHOLD}
        </span>
      )}
      <span className="threshold__numbers" data-measured>
        <Numbers {...numbers} />
      </span>
    </div>
  );
}
