// One line from 0 to 100 %: above it the members, on it the abstain band, below it what they are worth together.
import { formatCalibrated, formatPercent, type Calibrated } from "../../domain/opinion.ts";

const WIDTH = 240;
const HEIGHT = 34;
const LINE = 17;
const MIDDLE = 0.5;

const place = (share: number): number => 6 + share * (WIDTH - 12);

function Band({ band: [low = 0, high = 1] }: Pick<Calibrated, "band">) {
  return <rect className="member-scale__band" x={place(low)} width={place(high) - place(low)} y={LINE - 4} height="8" />;
}

/** A pointer under the line: filled where the ensemble stands by it, hollow where it abstains. */
function Pointer({ probability, abstains }: Calibrated) {
  const x = place(probability);
  return (
    <path
      className={abstains ? "member-scale__pointer member-scale__pointer--abstains" : "member-scale__pointer"}
      d={`M ${x} ${LINE + 3} l 5 10 h -10 z`}
    />
  );
}

function inWords(probabilities: number[], opinion: Calibrated | null): string {
  const members = `Probabilities of the members: ${probabilities.map(formatPercent).join(", ")}`;
  if (opinion === null) return members;
  const [low = 0, high = 1] = opinion.band;
  const band = `abstain band ${formatPercent(low)} to ${formatPercent(high)}`;
  return `${members}. Calibrated: ${formatCalibrated(opinion.probability)}, ${band}`;
}

export function MemberScale({ probabilities, opinion }: { probabilities: number[]; opinion: Calibrated | null }) {
  return (
    <svg
      className="member-scale"
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      role="img"
      aria-label={inWords(probabilities, opinion)}
    >
      {opinion && <Band band={opinion.band} />}
      <line className="member-scale__line" x1={place(0)} x2={place(1)} y1={LINE} y2={LINE} />
      <line className="member-scale__middle" x1={place(MIDDLE)} x2={place(MIDDLE)} y1={LINE - 6} y2={LINE + 6} />
      {probabilities.map((one, member) => (
        <line key={member} className="member-scale__member" x1={place(one)} x2={place(one)} y1="3" y2={LINE - 3} />
      ))}
      {opinion && <Pointer {...opinion} />}
    </svg>
  );
}
