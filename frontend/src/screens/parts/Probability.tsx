// The members' mean probability: whole percents, for it is not calibrated.
import { Figure } from "./Missing.tsx";

export function Probability({ value }: { value: number | null }) {
  return (
    <span className="small" title="Mean of the members' probabilities that the slice is diagnostic. Not calibrated.">
      <Figure value={value} format={(share) => `${Math.round(100 * share)} %`} why="Not assessed" />
    </span>
  );
}
