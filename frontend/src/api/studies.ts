// Agreement studies and adjudication on the server.
import {
  adjudication,
  adjudicationCase,
  studies,
  studyPreview,
  studyResults,
  type Review,
  type StudyDraft,
} from "../contract/index.ts";
import { answerOf, server } from "./http.ts";

export const fetchStudies = () => answerOf(studies, server.GET("/api/studies/"));

export const fetchStudy = (id: number) =>
  answerOf(studyResults, server.GET("/api/studies/{id}/", { params: { path: { id } } }));

export const previewStudy = ({ readers, choice }: Omit<StudyDraft, "name">) =>
  answerOf(studyPreview, server.POST("/api/studies/preview/", { body: { readers, choice } }));

export const openStudy = (draft: StudyDraft) => answerOf(studyResults, server.POST("/api/studies/", { body: draft }));

export const closeStudy = (id: number) =>
  answerOf(studyResults, server.POST("/api/studies/{id}/close/", { params: { path: { id } } }));

/** Where the browser fetches every locked opinion as a file. */
export const exportAddress = (id: number): string => `/api/studies/${id}/opinions.csv`;

export const fetchCases = () => answerOf(adjudication, server.GET("/api/adjudication/"));

export interface SettledDraft {
  study: number;
  slice: number;
  quality: Review["quality"];
  reason: Review["reason"];
  note: string;
}

export const settleSlice = ({ study, slice, ...body }: SettledDraft) =>
  answerOf(
    adjudicationCase,
    server.POST("/api/studies/{id}/slices/{slice_id}/settle/", { params: { path: { id: study, slice_id: slice } }, body }),
  );
