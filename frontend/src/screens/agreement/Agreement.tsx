// Agreement studies: the readers' own, and for the quality manager all of them with their results.
import { Link } from "wouter";

import type { Studies } from "../../contract/index.ts";
import { useStudies } from "../../state/studies.ts";
import { Failure, NoPermission, Notice, Skeleton } from "../parts/Notice.tsx";
import { useSignedIn } from "../shell/SessionContext.ts";
import { Statement } from "../shell/Statement.tsx";
import { NewStudy } from "./NewStudy.tsx";
import { OwnStudy } from "./OwnStudy.tsx";
import { StudyPanel } from "./StudyPanel.tsx";
import "./agreement.css";

function Rows({ studies, runs }: { studies: Studies; runs: boolean }) {
  if (studies.rows.length === 0) {
    return (
      <Notice title="No study yet">
        <p>
          {runs
            ? "Open one: its readers judge the same exams blind, and their agreement appears here as they go."
            : "When the quality manager asks you to read exams blind, the study appears here."}
        </p>
      </Notice>
    );
  }
  return (
    <ol className="agreement__rows">
      {studies.rows.map((study) => (
        <li key={study.id}>{runs ? <StudyPanel study={study} /> : <OwnStudy study={study} />}</li>
      ))}
    </ol>
  );
}

function Page() {
  const studies = useStudies();
  const { can } = useSignedIn();
  return (
    <div className="agreement">
      <header className="agreement__head">
        <h1>Agreement</h1>
        <Link className="button" href="/agreement/adjudication">
          Adjudication
        </Link>
      </header>
      {studies.isPending && <Skeleton height={240} />}
      {studies.isError && !studies.data && <Failure error={studies.error} onRetry={() => void studies.refetch()} />}
      {studies.data && (
        <div className={can.studies ? "agreement__columns" : "agreement__column"}>
          <Rows studies={studies.data} runs={can.studies} />
          {can.studies && <NewStudy studies={studies.data} />}
        </div>
      )}
      <Statement />
    </div>
  );
}

export default function Agreement() {
  const { can } = useSignedIn();
  if (!can.studies && !can.review) {
    return <NoPermission page="Agreement" what="Agreement studies are for quality managers and radiologists." />;
  }
  return <Page />;
}
