// Agreement studies and adjudication as components ask for them.
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";

import { closeStudy, fetchCases, fetchStudies, fetchStudy, openStudy, previewStudy, settleSlice } from "../api/studies.ts";
import { keys } from "./keys.ts";

export const useStudies = () => useQuery({ queryKey: keys.studyList, queryFn: fetchStudies });

export const useStudy = (id: number) => useQuery({ queryKey: keys.study(id), queryFn: () => fetchStudy(id) });

export const useCases = () => useQuery({ queryKey: keys.cases, queryFn: fetchCases });

/** How many exams a study would have; `variables` are what was asked about. */
export const usePreviewStudy = () => useMutation({ mutationFn: previewStudy });

function useChange<Sent, Answer>(mutationFn: (sent: Sent) => Promise<Answer>) {
  const client = useQueryClient();
  // Also after a refusal: it mostly means that somebody else was quicker.
  return useMutation({ mutationFn, onSettled: () => client.invalidateQueries({ queryKey: keys.studies }) });
}

export const useOpenStudy = () => useChange(openStudy);
export const useCloseStudy = () => useChange(closeStudy);
export const useSettle = () => useChange(settleSlice);
