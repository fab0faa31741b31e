// The pictures of a case, without the machine's opinion: what is settled shall not lean on it.
import { useState } from "react";

import type { AdjudicationCase, ExamDetail } from "../../contract/index.ts";
import { CONFIDENCE_THRESHOLD } from "../../domain/hatch.ts";
import { useExam } from "../../state/exams.ts";
import { useHanging } from "../../state/hanging.ts";
import { useAnnounceReading } from "../../state/live.ts";
import { Failure } from "../parts/Notice.tsx";
import { Panes } from "../reading/Panes.tsx";
import { useSignedIn } from "../shell/SessionContext.ts";

function Pictures({ exam, first }: { exam: ExamDetail; first: number }) {
  const [chosen, setChosen] = useState(first);
  const [hanging, change] = useHanging(useSignedIn());
  const [threshold, setThreshold] = useState<number>(CONFIDENCE_THRESHOLD);
  const place = Math.max(0, exam.slices.findIndex(({ id }) => id === chosen));
  const slice = exam.slices[place];
  if (!slice) return null;
  return (
    <Panes
      exam={exam.id}
      slices={exam.slices}
      hanging={hanging}
      change={change}
      threshold={threshold}
      onThreshold={setThreshold}
      slice={slice}
      onScroll={(step) => {
        const next = exam.slices[place + step];
        if (next) setChosen(next.id);
      }}
    />
  );
}

export function CasePictures({ shown }: { shown: AdjudicationCase }) {
  useAnnounceReading(shown.exam);
  const exam = useExam(shown.exam);
  if (exam.isPending) return <div className="reading__panes" aria-busy="true" />;
  if (!exam.data) return <Failure error={exam.error} onRetry={() => void exam.refetch()} />;
  return <Pictures exam={exam.data} first={shown.slice} />;
}
