// The probability that a slice is diagnostic: one decimal where it is calibrated, else whole percents of the mean.
import { formatCalibrated, formatPercent, type Calibrated } from "../../domain/opinion.ts";
import { Mark } from "./Mark.tsx";
import { Figure } from "./Missing.tsx";

const CALIBRATED = "Calibrated probability that the slice is diagnostic.";
const MEAN = "Mean of the members' probabilities that the slice is diagnostic. Not calibrated.";

interface ProbabilityProps {
  mean: number | null;
  opinion: Calibrated | null;
}

export function Probability({ mean, opinion }: ProbabilityProps) {
  if (opinion === null) {
    return (
      <span className="small" title={MEAN}>
        <Figure value={mean} format={formatPercent} why="Not assessed" />
      </span>
    );
  }
  return (
    <span className="small" title={CALIBRATED}>
      {formatCalibrated(opinion.probability)}
      {opinion.abstains && (
        <span title="The ensemble abstains">
          {" "}
          <Mark mark="question" size={12} />
          <span className="unseen-text">, the ensemble abstains</span>
        </span>
      )}
    </span>
  );
}
