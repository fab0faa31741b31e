// The slice strip of the reading page: thumbnails with verdict, votes and numbers, head to foot.
import type { SliceDetail } from "../../contract/index.ts";
import { formatArea, formatKpa, formatPosition } from "../../domain/format.ts";
import { kilopascal } from "../../domain/stiffness.ts";
import { markOfSlice, wordsOfQuality, wordsOfSlice } from "../../domain/verdict.ts";
import { Thumbnail } from "../../viewer/index.ts";
import { Mark } from "../parts/Mark.tsx";
import { Figure } from "../parts/Missing.tsx";
import { Probability } from "../parts/Probability.tsx";
import { ringOf } from "../parts/SliceStrip.tsx";
import { Votes } from "../parts/Votes.tsx";
import { WaitingTag } from "./WaitingDecisions.tsx";

/** The server withholds what it knows of a slice from who reads it blind. */
const isWithheld = ({ state, verdict }: SliceDetail): boolean => state === "assessed" && verdict === null;

const whyNot = (slice: SliceDetail): string => slice.why || "Not measured";

function Numbers({ slice }: { slice: SliceDetail }) {
  return (
    <span className="slice__numbers">
      <span>
        <Figure value={slice.stiffness_kpa} format={(value) => formatKpa(kilopascal(value))} why={whyNot(slice)} />
      </span>
      <span>
        <Figure value={slice.measurable_area_cm2} format={formatArea} why={whyNot(slice)} />
      </span>
    </span>
  );
}

function Item({ slice, isChosen, onChoose }: { slice: SliceDetail; isChosen: boolean; onChoose: () => void }) {
  return (
    <li>
      <button type="button" className="slice" aria-current={isChosen} onClick={onChoose}>
        <Thumbnail image={slice.images.stiffness ?? slice.images.colour} />
        <span className="slice__text">
          <span className="slice__head">
            <span className={`slice__mark${ringOf(slice)}`}>
              <Mark mark={markOfSlice(slice)} />
            </span>
            <strong>{formatPosition(slice.location_mm)}</strong>
          </span>
          <span className="unseen-text">
            {wordsOfSlice(slice)}
            {slice.reviewed_quality && `, reader: ${wordsOfQuality(slice.reviewed_quality)}`}
          </span>
          {slice.votes.length > 0 ? (
            <span className="slice__votes">
              <Votes votes={slice.votes} size={8} />
              <Probability mean={slice.probability} opinion={slice.opinion} />
            </span>
          ) : (
            <span className="quiet small">{wordsOfSlice(slice)}</span>
          )}
          {!isWithheld(slice) && <Numbers slice={slice} />}
          <WaitingTag slice={slice.id} />
        </span>
      </button>
    </li>
  );
}

interface ListProps {
  slices: SliceDetail[];
  expected: number | null;
  chosen: number;
  onChoose: (id: number) => void;
}

export function SliceList({ slices, expected, chosen, onChoose }: ListProps) {
  const missing = Math.max(0, (expected ?? 0) - slices.length);
  return (
    <nav className="reading__slices" aria-label="Slices, head to foot">
      <ol>
        {slices.map((slice) => (
          <Item key={slice.id} slice={slice} isChosen={slice.id === chosen} onChoose={() => onChoose(slice.id)} />
        ))}
      </ol>
      {missing > 0 && <p className="quiet small reading__missing">{missing} more expected</p>}
    </nav>
  );
}
