// What an exam can be compared with, and what changed, as components ask for them.
import { keepPreviousData, useQuery } from "@tanstack/react-query";

import { fetchComparable, fetchComparison } from "../api/comparisons.ts";
import type { ExamDetail } from "../contract/index.ts";
import { keys } from "./keys.ts";

/** Of an exam that is read blind nothing is offered until the last opinion is locked: then it is asked again. */
export const useComparable = ({ id, blinding }: ExamDetail) =>
  useQuery({
    queryKey: keys.comparable(id, blinding === null),
    queryFn: async () => (await fetchComparable(id)).exams,
  });

/** What the numbers rest on: when it changes, the comparison is another one. */
const basisOf = ({ slices }: ExamDetail): string =>
  slices
    .map(({ assessment, reviewed_quality: quality, regions }) =>
      [assessment, quality, ...regions.map(({ id }) => id)].join(","),
    )
    .join(" ");

export function useComparison(exam: ExamDetail, other: ExamDetail | undefined) {
  return useQuery({
    queryKey: keys.comparison(exam.id, other?.id ?? "", `${basisOf(exam)}|${other ? basisOf(other) : ""}`),
    queryFn: () => fetchComparison(exam.id, other?.id ?? ""),
    enabled: other !== undefined,
    // What was told of these two stays until it is told anew; of another pair it would be wrong.
    placeholderData: (before) => (before?.exam === exam.id && before.other === other?.id ? keepPreviousData(before) : undefined),
  });
}
