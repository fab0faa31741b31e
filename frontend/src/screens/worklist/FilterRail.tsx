// The rail of filters, each with how many exams it would show.
import type { Facets } from "../../contract/index.ts";
import { formatField } from "../../domain/format.ts";
import { EXAM_STATES, EXAM_VERDICTS, wordsOfExam, wordsOfState } from "../../domain/verdict.ts";
import { useFacets } from "../../state/exams.ts";
import {
  chosenValues,
  hasFilters,
  isChosen,
  isFlagged,
  toggleChoice,
  toggleFlag,
  withoutFilters,
  type FlagFilter,
  type ListFilter,
} from "../../state/worklistAddress.ts";
import { Skeleton } from "../parts/Notice.tsx";

interface RailProps {
  search: string;
  onChange: (search: string) => void;
}

const find = <T extends string>(words: readonly T[], value: string): T | undefined => words.find((one) => one === value);

const NAMES: Record<ListFilter, { title: string; word: (value: string) => string }> = {
  state: { title: "State", word: (value) => named(find(EXAM_STATES, value), wordsOfState, value) },
  verdict: { title: "Verdict", word: (value) => named(find(EXAM_VERDICTS, value), wordsOfExam, value) },
  scanner: { title: "Scanner", word: (value) => value },
  field: { title: "Field", word: (value) => (Number(value) ? formatField(Number(value)) : value) },
  sequence: { title: "Sequence", word: (value) => value },
};
const FILTERS = Object.keys(NAMES) as ListFilter[];

function named<T>(known: T | undefined, word: (known: T) => string, otherwise: string): string {
  return known === undefined ? otherwise.replaceAll("_", " ") : word(known);
}

function Choice({ label, count, isOn, onToggle }: { label: string; count: number; isOn: boolean; onToggle: () => void }) {
  return (
    <label className="rail__choice">
      <input type="checkbox" checked={isOn} onChange={onToggle} />
      <span className="rail__label">{label}</span>
      <span className="quiet">{count}</span>
    </label>
  );
}

/** The known values of a filter with their counts, and those chosen that no exam has any more. */
function valuesOf(filter: ListFilter, facets: Facets, search: string) {
  const known = facets[filter].flatMap(({ value, count }) => (value === null ? [] : [{ value, count }]));
  const gone = chosenValues(search, filter).filter((value) => !known.some((one) => one.value === value));
  return [...known, ...gone.map((value) => ({ value, count: 0 }))];
}

function Group({ filter, facets, search, onChange }: RailProps & { filter: ListFilter; facets: Facets }) {
  const { title, word } = NAMES[filter];
  const values = valuesOf(filter, facets, search);
  if (values.length === 0) return null;
  return (
    <fieldset className="rail__group">
      <legend>{title}</legend>
      {values.map(({ value, count }) => (
        <Choice
          key={value}
          label={word(value)}
          count={count}
          isOn={isChosen(search, filter, value)}
          onToggle={() => onChange(toggleChoice(search, filter, value))}
        />
      ))}
    </fieldset>
  );
}

function Flags({ facets, search, onChange }: RailProps & { facets: Facets }) {
  const flag = (name: FlagFilter, label: string) => (
    <Choice
      label={label}
      count={facets[name]}
      isOn={isFlagged(search, name)}
      onToggle={() => onChange(toggleFlag(search, name))}
    />
  );
  return (
    <fieldset className="rail__group">
      <legend>Readers</legend>
      {flag("unread", "Not read yet")}
      {flag("mine", "Decided by me")}
      {flag("disagreement", "Overridden")}
      {(facets.blind > 0 || isFlagged(search, "blind")) && flag("blind", "To read blind")}
    </fieldset>
  );
}

const Waiting = () => (
  <div className="rail__waiting" aria-hidden="true">
    {Array.from({ length: 14 }, (_, place) => (
      <Skeleton key={place} height={18} />
    ))}
  </div>
);

export function FilterRail({ search, onChange }: RailProps) {
  const facets = useFacets(search).data;
  return (
    <aside className="rail" aria-label="Filters">
      {facets ? (
        <>
          {FILTERS.map((filter) => (
            <Group key={filter} filter={filter} facets={facets} search={search} onChange={onChange} />
          ))}
          <Flags facets={facets} search={search} onChange={onChange} />
        </>
      ) : (
        <Waiting />
      )}
      {hasFilters(search) && (
        <button type="button" className="button" onClick={() => onChange(withoutFilters(search))}>
          Clear all filters
        </button>
      )}
    </aside>
  );
}
