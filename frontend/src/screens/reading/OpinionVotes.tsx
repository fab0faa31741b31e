// How the eight members voted, what that is worth, and whether the ensemble stands by it.
import type { SliceDetail } from "../../contract/index.ts";
import { formatCalibrated, wordsOfOpinion } from "../../domain/opinion.ts";
import { Mark } from "../parts/Mark.tsx";
import { Probability } from "../parts/Probability.tsx";
import { Votes } from "../parts/Votes.tsx";
import { MemberScale } from "./MemberScale.tsx";

function Stand({ opinion }: Pick<SliceDetail, "opinion">) {
  if (opinion === null) return <p className="quiet small">Not calibrated: the mean of the members is no probability.</p>;
  return (
    <p className="opinion__stand" data-abstains={opinion.abstains}>
      {opinion.abstains && <Mark mark="question" />}
      <span>{wordsOfOpinion(opinion)}</span>
    </p>
  );
}

export function OpinionVotes({ slice }: { slice: SliceDetail }) {
  const { votes, opinion, member_probabilities: members } = slice;
  if (votes.length === 0) return null;
  return (
    <>
      <p className="opinion__votes">
        <Votes votes={votes} size={14} />
        {opinion ? (
          <span title="Of all slices with this probability, as large a share is diagnostic.">
            <strong>{formatCalibrated(opinion.probability)}</strong> diagnostic
          </span>
        ) : (
          <Probability mean={slice.probability} opinion={null} />
        )}
      </p>
      <MemberScale probabilities={members} opinion={opinion} />
      <p className="member-scale__ends quiet small" aria-hidden="true">
        <span>0 %</span>
        {opinion && <span>grey: abstains</span>}
        <span>100 %</span>
      </p>
      <Stand opinion={opinion} />
    </>
  );
}
