// Exams and their reviews on the server.
import { examDetail, examPage, facets, review, type ReviewDraft } from "../contract/index.ts";
import { request } from "./http.ts";

/** `search` is a query string as the worklist's address holds it. */
export const fetchExamPage = (search: string) => request(examPage, `/api/exams/${search && `?${search}`}`);
export const fetchFacets = (search: string) => request(facets, `/api/exams/facets/${search && `?${search}`}`);
export const fetchExam = (id: string) => request(examDetail, `/api/exams/${encodeURIComponent(id)}/`);

/** Sending the same `client_id` again is safe: the server answers with the review it already has. */
export const sendReview = (exam: string, draft: ReviewDraft) =>
  request(review, `/api/exams/${encodeURIComponent(exam)}/reviews/`, { method: "POST", body: draft });
