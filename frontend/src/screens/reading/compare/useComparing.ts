// Reading an exam with another one beside it: which one, whether, and which of its slices belongs to the shown one.
import type { ComparableExam, Comparison, ExamDetail, SliceDetail } from "../../../contract/index.ts";
import { nameOf, wordsOfPlace } from "../../../domain/comparison.ts";
import { useComparable, useComparison } from "../../../state/comparisons.ts";
import { useExam } from "../../../state/exams.ts";
import { useActions, type Action } from "../../shell/actions.tsx";
import { useStateFor } from "../useStateFor.ts";

/** What hangs beside the panes of the exam that is read. */
export interface Beside {
  name: string;
  slices: SliceDetail[];
  /** The partner of the shown slice, or null. */
  slice: SliceDetail | null;
  /** Where the partner lies, or why there is none. */
  place: string;
  sharesFrame: boolean;
}

interface Wanted {
  id: string;
  isShown: boolean;
}

const NOTHING: ComparableExam[] = [];

const nothingOf = (name: string, place: string): Beside => ({ name, slices: [], slice: null, place, sharesFrame: false });

function besideOf(name: string, { slices }: ExamDetail, told: Comparison, shown: number): Beside {
  const row = told.slices.find(({ slice }) => slice === shown);
  const slice = slices.find(({ id }) => id === row?.other_slice) ?? null;
  const place = row && slice ? wordsOfPlace(row) : "No slice at this position";
  return { name, slices, slice, place, sharesFrame: told.shares_frame };
}

/** The offered exam that was chosen, or the first one; none while nothing is offered. */
function useChoice(exam: ExamDetail) {
  const { data: offered = NOTHING } = useComparable(exam);
  const [wanted, setWanted] = useStateFor<Wanted | null>(exam.id, null);
  const chosen = offered.find(({ id }) => id === wanted?.id) ?? offered[0];
  return {
    offered,
    chosen,
    isOn: wanted?.isShown === true && chosen !== undefined,
    choose: (id: string, isShown = true) => setWanted({ id, isShown }),
  };
}

export function useComparing(exam: ExamDetail, slice: SliceDetail) {
  const { offered, chosen, isOn, choose } = useChoice(exam);
  const other = useExam(chosen?.id ?? "", { isWanted: isOn });
  const told = useComparison(exam, isOn ? other.data : undefined);
  const toggle: Action = {
    label: isOn ? "Stop comparing" : "Compare",
    key: "v",
    run: () => chosen && choose(chosen.id, !isOn),
    isEnabled: chosen !== undefined,
    isOn,
  };
  useActions([toggle], "Comparing");
  const error = isOn ? (other.error ?? told.error) : null;
  const hang = (name: string) =>
    other.data && told.data
      ? besideOf(name, other.data, told.data, slice.id)
      : nothingOf(name, error ? "The comparison did not come" : "Loading");
  return {
    offered,
    chosen,
    choose,
    isOn,
    toggle,
    comparison: told.data,
    error,
    retry: () => void Promise.all([other.refetch(), told.refetch()]),
    beside: isOn && chosen ? hang(nameOf(chosen)) : null,
  };
}

export type Comparing = ReturnType<typeof useComparing>;
