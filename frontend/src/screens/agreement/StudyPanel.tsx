// A study as the quality manager sees it: progress, agreement, what differs, export, and its end.
import type { Study } from "../../contract/index.ts";
import { plural } from "../../domain/format.ts";
import { describeChoice } from "../../domain/study.ts";
import { exportAddress } from "../../api/studies.ts";
import { useCloseStudy, useStudy } from "../../state/studies.ts";
import { Ago } from "../parts/Ago.tsx";
import { Failure, Skeleton } from "../parts/Notice.tsx";
import { AgreementTable } from "./AgreementTable.tsx";
import { ProgressBar } from "./ProgressBar.tsx";

function Results({ id }: { id: number }) {
  const study = useStudy(id);
  if (study.isPending) return <Skeleton height={120} />;
  if (!study.data) return <Failure error={study.error} onRetry={() => void study.refetch()} />;
  return (
    <>
      <p className="quiet">{describeChoice(study.data.choice)}.</p>
      <AgreementTable rows={study.data.agreement} name={study.data.name} />
    </>
  );
}

function Differences({ study: { differing, settled } }: { study: Study }) {
  if (differing === null) return null;
  return (
    <p>
      The readers differ on {plural(differing, "slice", "slices")}
      {differing > 0 && `; ${settled ?? 0} settled`}.
    </p>
  );
}

function Ways({ study }: { study: Study }) {
  const close = useCloseStudy();
  return (
    <div className="study__ways">
      <a className="button" href={exportAddress(study.id)} download>
        Export as CSV
      </a>
      {study.state === "open" && (
        <button type="button" className="button" disabled={close.isPending} onClick={() => close.mutate(study.id)}>
          Close the study
        </button>
      )}
      {study.state === "open" && <span className="quiet small">Closing ends the blinding, and cannot be undone.</span>}
      {close.error && <span role="alert">{close.error.message}</span>}
    </div>
  );
}

export function StudyPanel({ study }: { study: Study }) {
  return (
    <section className="study" aria-label={study.name}>
      <header className="study__head">
        <h2>{study.name}</h2>
        <span className="tag">{study.state === "open" ? "Open" : "Closed"}</span>
        <span className="quiet small">
          {plural(study.exams, "exam", "exams")}, opened by {study.created_by.name}, <Ago at={study.created_at} />
        </span>
      </header>
      <div className="study__progress">
        {study.progress.map((progress) => (
          <ProgressBar key={progress.reader.id} progress={progress} />
        ))}
      </div>
      <Results id={study.id} />
      <Differences study={study} />
      <Ways study={study} />
    </section>
  );
}
