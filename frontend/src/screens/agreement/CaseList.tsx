// The cases, those still to be settled first.
import type { AdjudicationCase } from "../../contract/index.ts";
import { formatPosition, plural } from "../../domain/format.ts";
import { wordsOfQuality } from "../../domain/verdict.ts";
import { Mark } from "../parts/Mark.tsx";

/** A case by study and slice: what tells it apart. */
export const nameOf = ({ study, slice }: AdjudicationCase): string => `${study.id} ${slice}`;

interface ListProps {
  cases: AdjudicationCase[];
  chosen: string;
  onChoose: (name: string) => void;
}

function Item({ one, isChosen, onChoose }: { one: AdjudicationCase; isChosen: boolean; onChoose: () => void }) {
  return (
    <li>
      <button type="button" className="case" aria-current={isChosen} onClick={onChoose}>
        <span className="verdict-word">
          <Mark mark={one.consensus ? "check" : "question"} />
          <strong>
            {one.patient}, {formatPosition(one.location_mm)}
          </strong>
        </span>
        <span className="quiet small">
          {one.study.name}, {one.scanner}
        </span>
        <span className="small">
          {one.consensus
            ? `Settled: ${wordsOfQuality(one.consensus.quality).toLowerCase()}`
            : one.opinions.map(({ quality }) => wordsOfQuality(quality).toLowerCase()).join(" against ")}
        </span>
      </button>
    </li>
  );
}

export function CaseList({ cases, chosen, onChoose }: ListProps) {
  const open = cases.filter(({ consensus }) => consensus === null).length;
  return (
    <nav className="adjudication__cases" aria-label="Cases">
      <p className="adjudication__count">{open === 0 ? "All settled" : `${plural(open, "case", "cases")} to settle`}</p>
      <ol>
        {cases.map((one) => (
          <Item key={nameOf(one)} one={one} isChosen={nameOf(one) === chosen} onChoose={() => onChoose(nameOf(one))} />
        ))}
      </ol>
    </nav>
  );
}
