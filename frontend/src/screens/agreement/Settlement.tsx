// The opinions side by side, what was proposed, and the decision.
import { useState } from "react";

import type { AdjudicationCase, Reason } from "../../contract/index.ts";
import { formatPosition, formatSeconds } from "../../domain/format.ts";
import { RULE } from "../../domain/study.ts";
import { wordsOfQuality, type Quality } from "../../domain/verdict.ts";
import { useReasons } from "../../state/site.ts";
import { useSettle } from "../../state/studies.ts";
import { Ago } from "../parts/Ago.tsx";
import { ConsensusNote } from "../reading/ConsensusNote.tsx";
import { OverrideForm } from "../reading/OverrideForm.tsx";
import type { OverrideDraft } from "../reading/useOverrideDrafts.ts";

interface SaidProps {
  said: { quality: Quality; reason: Reason["code"] | null; note: string; at: string };
  who: string;
  children?: React.ReactNode;
}

function Said({ said, who, children }: SaidProps) {
  const reason = useReasons().data?.find(({ code }) => code === said.reason)?.name;
  return (
    <li className="said">
      <p className="said__who">{who}</p>
      <p>
        <strong>{wordsOfQuality(said.quality)}</strong>
        {reason && `, ${reason.toLowerCase()}`}
      </p>
      {said.note && <p className="history__note">{said.note}</p>}
      <p className="quiet small">
        <Ago at={said.at} />
        {children}
      </p>
    </li>
  );
}

function Opinions({ shown }: { shown: AdjudicationCase }) {
  return (
    <section className="opinion__part" aria-label="Opinions">
      <h2>Opinions, locked</h2>
      <ol className="said__side">
        {shown.opinions.map((opinion) => (
          <Said key={opinion.reader.id} said={opinion} who={opinion.reader.name}>
            , looked for {formatSeconds(opinion.seconds_spent)}
          </Said>
        ))}
      </ol>
    </section>
  );
}

function Proposals({ shown }: { shown: AdjudicationCase }) {
  if (shown.proposals.length === 0) return null;
  return (
    <section className="opinion__part" aria-label="Proposals">
      <h2>Proposed after seeing both</h2>
      <ol className="said__side">
        {shown.proposals.map((proposal) => (
          <Said key={proposal.by.id} said={proposal} who={proposal.by.name} />
        ))}
      </ol>
    </section>
  );
}

const EMPTY: OverrideDraft = { quality: null, reason: null, note: "" };
const TITLES = { adjudicate: "Settle", propose: "Propose for" };

function Decide({ shown, part }: { shown: AdjudicationCase; part: NonNullable<AdjudicationCase["part"]> }) {
  const [draft, setDraft] = useState(EMPTY);
  const settle = useSettle();
  const save = ({ quality, reason, note }: OverrideDraft) => {
    if (quality && !settle.isPending) settle.mutate({ study: shown.study.id, slice: shown.slice, quality, reason, note });
  };
  return (
    <>
      <OverrideForm
        slice={shown}
        title={TITLES[part]}
        draft={draft}
        onChange={setDraft}
        onSave={save}
        onCancel={() => setDraft(EMPTY)}
      />
      {settle.error && (
        <p className="opinion__part" role="alert">
          {settle.error.message}
        </p>
      )}
    </>
  );
}

export function Settlement({ shown }: { shown: AdjudicationCase }) {
  return (
    <aside className="adjudication__opinions" aria-label="Settlement">
      <section className="opinion__part">
        <p className="opinion__patient">{shown.patient}</p>
        <p className="quiet small">
          {shown.scanner}, slice at {formatPosition(shown.location_mm)}, study “{shown.study.name}”
        </p>
      </section>
      <Opinions shown={shown} />
      <Proposals shown={shown} />
      {shown.consensus && <ConsensusNote consensus={shown.consensus} />}
      {shown.part && <Decide shown={shown} part={shown.part} />}
      <p className="opinion__part quiet small">{RULE}</p>
    </aside>
  );
}
