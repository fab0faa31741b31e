// One exam being read: which slice is looked at and how, beside what is decided on it.
import { useState } from "react";

import type { ExamDetail, SliceDetail } from "../../contract/index.ts";
import { isHung, withLast, without } from "../../domain/hanging.ts";
import { CONFIDENCE_THRESHOLD } from "../../domain/hatch.ts";
import { useHanging } from "../../state/hanging.ts";
import { useSignedIn } from "../shell/SessionContext.ts";
import { ComparePanel } from "./compare/ComparePanel.tsx";
import { useComparing } from "./compare/useComparing.ts";
import { Deciding } from "./Deciding.tsx";
import { MeasureOverlay } from "./measure/MeasureOverlay.tsx";
import { MeasurePanel } from "./measure/MeasurePanel.tsx";
import { MeasuredNow } from "./measure/MeasuredNow.tsx";
import { MeasureTools } from "./measure/MeasureTools.tsx";
import { useMeasuring } from "./measure/useMeasuring.ts";
import { Panes } from "./Panes.tsx";
import { SliceList } from "./SliceList.tsx";
import { useStateFor } from "./useStateFor.ts";

function useSlice(exam: ExamDetail, first: SliceDetail) {
  const [chosen, setChosen] = useState(first.id);
  const place = Math.max(
    0,
    exam.slices.findIndex((slice) => slice.id === chosen),
  );
  const move = (step: number) => {
    const next = exam.slices[place + step];
    if (next) setChosen(next.id);
  };
  return { slice: exam.slices[place] ?? first, choose: setChosen, move };
}

/** Stays when the next exam comes, so that its pictures find their panes ready. */
export function ReadingRoom({ exam, first }: { exam: ExamDetail; first: SliceDetail }) {
  const { slice, choose, move } = useSlice(exam, first);
  const [hanging, change] = useHanging(useSignedIn());
  const [threshold, setThreshold] = useStateFor(exam.id, CONFIDENCE_THRESHOLD);
  const comparing = useComparing(exam, slice);
  const measuring = useMeasuring(exam, slice, threshold);
  const heatmap = {
    isShown: isHung(hanging, "heatmap"),
    onShown: (isShown: boolean) => change({ roles: isShown ? withLast(hanging, "heatmap") : without(hanging, "heatmap") }),
  };
  return (
    <div className="reading">
      <SliceList slices={exam.slices} expected={exam.expected_slices} chosen={slice.id} onChoose={choose} />
      <Panes
        exam={exam.id}
        slices={exam.slices}
        slice={slice}
        onScroll={move}
        hanging={hanging}
        change={change}
        threshold={threshold}
        onThreshold={setThreshold}
        beside={comparing.beside}
        overlay={(pane) => <MeasureOverlay measuring={measuring} slice={pane.slice} placement={pane.placement} />}
        tools={<MeasureTools measuring={measuring} />}
      >
        <MeasuredNow measuring={measuring} />
      </Panes>
      <Deciding key={exam.id} exam={exam} slice={slice} inView={{ hanging, threshold, beside: comparing.isOn ? (comparing.chosen?.id ?? null) : null }} heatmap={heatmap}>
        <ComparePanel comparing={comparing} slices={exam.slices} shown={slice.id} />
        <MeasurePanel exam={exam} slice={slice} measuring={measuring} />
      </Deciding>
    </div>
  );
}
