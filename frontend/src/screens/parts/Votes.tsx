// The members' votes as dots: filled for diagnostic, hollow against.
import "./votes.css";

export function Votes({ votes, size = 10 }: { votes: number[]; size?: number }) {
  const forIt = votes.filter((vote) => vote === 1).length;
  const words = `${forIt} of ${votes.length} members vote diagnostic`;
  return (
    <span className="votes" role="img" aria-label={words} title={words}>
      {[...votes]
        .sort((one, other) => other - one)
        .map((vote, place) => (
          <svg key={place} width={size} height={size} viewBox="0 0 10 10" aria-hidden="true">
            <circle className={vote === 1 ? "votes__for" : "votes__against"} cx="5" cy="5" r="3.8" />
          </svg>
        ))}
    </span>
  );
}
