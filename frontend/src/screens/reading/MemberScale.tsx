// The members' probabilities on a line from 0 to 1: where they agree, and where they are torn.
const WIDTH = 240;
const HEIGHT = 22;
const MIDDLE = 0.5;

const place = (share: number): number => 4 + share * (WIDTH - 8);

export function MemberScale({ probabilities }: { probabilities: number[] }) {
  const words = probabilities.map((one) => `${Math.round(100 * one)} %`).join(", ");
  return (
    <svg
      className="member-scale"
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      role="img"
      aria-label={`Probabilities of the members: ${words}`}
    >
      <line className="member-scale__line" x1={place(0)} x2={place(1)} y1="11" y2="11" />
      <line className="member-scale__middle" x1={place(MIDDLE)} x2={place(MIDDLE)} y1="3" y2="19" />
      {probabilities.map((one, member) => (
        <line key={member} className="member-scale__member" x1={place(one)} x2={place(one)} y1="6" y2="16" />
      ))}
    </svg>
  );
}
