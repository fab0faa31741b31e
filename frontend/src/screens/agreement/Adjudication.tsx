// Adjudication: the slices on which readers differ, their pictures, and the opinions side by side.
import { useState } from "react";

import type { AdjudicationCase } from "../../contract/index.ts";
import { useCases } from "../../state/studies.ts";
import { Failure, NoPermission, Notice, Skeleton } from "../parts/Notice.tsx";
import { useActions, type Action } from "../shell/actions.tsx";
import { useSignedIn } from "../shell/SessionContext.ts";
import { RULE } from "../../domain/study.ts";
import { CaseList, nameOf } from "./CaseList.tsx";
import { CasePictures } from "./CasePictures.tsx";
import { Settlement } from "./Settlement.tsx";
import "../reading/reading.css";
import "./agreement.css";

/** What is still to be settled comes first. */
const inOrder = (cases: AdjudicationCase[]): AdjudicationCase[] =>
  cases.toSorted((one, other) => Number(one.consensus !== null) - Number(other.consensus !== null));

function Room({ cases }: { cases: AdjudicationCase[] }) {
  const [chosen, setChosen] = useState<string | null>(null);
  const place = Math.max(0, cases.findIndex((one) => nameOf(one) === chosen));
  const shown = cases[place];
  const move = (step: number) => {
    const next = cases[place + step];
    if (next) setChosen(nameOf(next));
  };
  const actions: Action[] = [
    { label: "Next case", key: "n", run: () => move(1) },
    { label: "Previous case", key: "p", run: () => move(-1) },
  ];
  useActions(actions);
  if (!shown) return null;
  return (
    <div className="adjudication">
      <CaseList cases={cases} chosen={nameOf(shown)} onChoose={setChosen} />
      <CasePictures key={`pictures ${nameOf(shown)}`} shown={shown} />
      <Settlement key={nameOf(shown)} shown={shown} />
    </div>
  );
}

function Page() {
  const cases = useCases();
  if (cases.isPending) return <Skeleton height={400} />;
  if (!cases.data) return <Failure error={cases.error} onRetry={() => void cases.refetch()} />;
  if (cases.data.length === 0) {
    return (
      <Notice title="Nothing to settle">
        <p>{RULE}</p>
      </Notice>
    );
  }
  return <Room cases={inOrder(cases.data)} />;
}

export default function Adjudication() {
  const { can } = useSignedIn();
  if (!can.studies && !can.review) {
    return <NoPermission page="Adjudication" what="Adjudication is for radiologists and quality managers." />;
  }
  return (
    <>
      <h1 className="unseen-text">Adjudication</h1>
      <Page />
    </>
  );
}
