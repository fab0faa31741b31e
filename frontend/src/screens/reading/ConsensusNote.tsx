// What was settled about a slice on which the readers of a study differed.
import type { Consensus } from "../../contract/index.ts";
import { wordsOfQuality } from "../../domain/verdict.ts";
import { useReasons } from "../../state/site.ts";
import { Ago } from "../parts/Ago.tsx";

export function ConsensusNote({ consensus }: { consensus: Consensus }) {
  const reason = useReasons().data?.find(({ code }) => code === consensus.reason)?.name;
  return (
    <section className="opinion__part" aria-label="Consensus">
      <h2>Consensus of the study “{consensus.study}”</h2>
      <p>
        <strong>{wordsOfQuality(consensus.quality)}</strong>
        {reason && `, ${reason.toLowerCase()}`}
      </p>
      {consensus.note && <p className="history__note">{consensus.note}</p>}
      <p className="quiet small">
        {consensus.made === "adjudicator" ? `Settled by ${consensus.by.name}` : "Settled by the readers together"},{" "}
        <Ago at={consensus.at} />
      </p>
    </section>
  );
}
