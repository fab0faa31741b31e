// Why a slice may have failed: the likeliest reason with the indices that speak for it, what to do, what cannot be told.
import type { Evidence, QualityIndex, SliceDetail } from "../../contract/index.ts";
import { plural } from "../../domain/format.ts";
import { formatIndex, formatLikelihood, placeOnBar, standingOf, type Standing } from "../../domain/opinion.ts";
import { adviceAfter } from "../../domain/reasons.ts";
import { useReasons } from "../../state/site.ts";
import { Missing } from "../parts/Missing.tsx";

const STANDING_WORDS: Record<Standing, string> = {
  normal: "normal:",
  below: "below normal:",
  above: "above normal:",
  unknown: "not measured; normal:",
};

/** "below normal: 8 to 60 mm". */
function standingInWords(index: QualityIndex): string {
  const [low, high] = index.normal ?? [];
  if (low === undefined || high === undefined) return "no normal range";
  return `${STANDING_WORDS[standingOf(index)]} ${formatIndex(low, "")} to ${formatIndex(high, index.unit)}`;
}

/** The normal range in the middle of a small bar, and where the value lies. */
function IndexBar({ index }: { index: QualityIndex }) {
  const place = placeOnBar(index);
  if (!place) return <span />;
  return (
    <svg className="index__bar" viewBox="0 0 60 12" aria-hidden="true">
      <line x1="0" x2="60" y1="6" y2="6" />
      <rect x={60 * place.zone.from} width={60 * (place.zone.to - place.zone.from)} y="3" height="6" />
      <circle cx={3 + 54 * place.value} cy="6" r="3" />
    </svg>
  );
}

function Index({ index }: { index: QualityIndex }) {
  return (
    <li className="index" data-standing={standingOf(index)} title={`${index.formula} (${index.source})`}>
      <span>{index.label}</span>
      <IndexBar index={index} />
      <span className="index__value">
        {index.value === null ? <Missing why="Not measured" /> : formatIndex(index.value, index.unit)}
      </span>
      <span className="index__standing small">{standingInWords(index)}</span>
    </li>
  );
}

const Indices = ({ indices }: { indices: QualityIndex[] }) => (
  <ul className="indices">
    {indices.map((index) => (
      <Index key={index.name} index={index} />
    ))}
  </ul>
);

function useReasonNames() {
  const { data = [] } = useReasons();
  return (code: string) =>
    data.find((reason) => reason.code === code) ?? { name: code.replaceAll("_", " "), advice: "", advice_epi: "" };
}

/** The first of the reasons in full, the others by name. */
function Likely({ evidence, sequence }: { evidence: Evidence; sequence: string }) {
  const reasonOf = useReasonNames();
  const [first, ...others] = evidence.reasons;
  if (!first) return <p className="quiet">No reason stands out.</p>;
  const reason = reasonOf(first.code);
  const advice = adviceAfter(reason, sequence);
  const rest = others.map(({ code, probability }) => `${reasonOf(code).name} ${formatLikelihood(probability)}`);
  return (
    <>
      <p className="opinion__reason" data-reason={first.code}>
        <strong>{reason.name}</strong> {formatLikelihood(first.probability)}
      </p>
      {advice && <p>{advice}</p>}
      <Indices indices={evidence.indices.filter((index) => first.indices.includes(index.name))} />
      {rest.length > 0 && <p className="quiet small">Less likely: {rest.join(", ")}</p>}
    </>
  );
}

function CannotTell({ evidence: { cannot_tell: untold } }: { evidence: Evidence }) {
  const reasonOf = useReasonNames();
  if (untold.length === 0) return null;
  return (
    <ul className="quiet small" aria-label="What cannot be told">
      {untold.map(({ code, why }) => (
        <li key={code}>
          Cannot tell {reasonOf(code).name.toLowerCase()}: {why}
        </li>
      ))}
    </ul>
  );
}

interface ReasonsProps {
  slice: SliceDetail;
  /** Of the exam: what to do depends on it. */
  sequence: string;
}

export function OpinionReasons({ slice: { evidence, verdict }, sequence }: ReasonsProps) {
  if (evidence === null) return null;
  const hasFailed = verdict !== "diagnostic";
  return (
    <section className="opinion__part" aria-label="Likely reason">
      <h2>{hasFailed ? "Likely reason" : "Quality indices"}</h2>
      {hasFailed && <Likely evidence={evidence} sequence={sequence} />}
      <details className="history">
        <summary>{hasFailed ? "All indices" : plural(evidence.indices.length, "index", "indices")}</summary>
        <Indices indices={evidence.indices} />
      </details>
      {hasFailed && <CannotTell evidence={evidence} />}
      {evidence.model && <p className="quiet small">By {evidence.model}, trained on simulated exams</p>}
    </section>
  );
}
