// Exams and their reviews on the server.
import {
  examDetail,
  examPage,
  examRow,
  facets,
  heatmapAnswer,
  rescanAnswer,
  review,
  type ReviewDraft,
} from "../contract/index.ts";
import { answerOf, server } from "./http.ts";

/** The worklist's filters, as its address holds them, in the server's types. */
function queryOf(search: string) {
  const params = new URLSearchParams(search);
  const flag = (name: string) => params.has(name) || undefined;
  return {
    state: params.getAll("state"),
    verdict: params.getAll("verdict"),
    scanner: params.getAll("scanner"),
    field: params.getAll("field"),
    sequence: params.getAll("sequence"),
    unread: flag("unread"),
    mine: flag("mine"),
    disagreement: flag("disagreement"),
    blind: flag("blind"),
    ordering: params.get("ordering") ?? undefined,
    page: Number(params.get("page")) || undefined,
  };
}

/** `search` is a query string as the worklist's address holds it. */
export const fetchExamPage = (search: string) =>
  answerOf(examPage, server.GET("/api/exams/", { params: { query: queryOf(search) } }));

/** What a console shows: the exam on the scanner and the five before it, and some that may have been withdrawn. */
const ON_CONSOLE = 10;

export const fetchNewest = (scanner: string) =>
  answerOf(examPage, server.GET("/api/exams/", { params: { query: { scanner: [scanner], page_size: ON_CONSOLE } } }));

export function fetchFacets(search: string) {
  const { page: _everyPage, ...query } = queryOf(search);
  return answerOf(facets, server.GET("/api/exams/facets/", { params: { query } }));
}

export const fetchExam = (key: string) =>
  answerOf(examDetail, server.GET("/api/exams/{key}/", { params: { path: { key } } }));

/** An exam that nobody looks at yet: the server does not count it as a view. */
export const fetchExamAhead = (key: string) =>
  answerOf(examDetail, server.GET("/api/exams/{key}/", { params: { path: { key }, query: { ahead: true } } }));

/** The technologist has seen the final verdict; saying so again changes nothing. */
export const sendSeen = (key: string) =>
  answerOf(examRow, server.POST("/api/exams/{key}/seen/", { params: { path: { key } } }));

/** Sending the same `client_id` again is safe: the server answers with the review it already has. */
export const sendReview = (key: string, draft: ReviewDraft) =>
  answerOf(review, server.POST("/api/exams/{key}/reviews/", { params: { path: { key } }, body: draft }));

/** Whether the repeat was made as the attempt before it advised; answers what is known of the repeat now. */
export const sendRescan = (key: string, followed: boolean) =>
  answerOf(rescanAnswer, server.POST("/api/exams/{key}/rescan/", { params: { path: { key } }, body: { followed } }));

/** Asks what moved the vote on a slice; a worker draws it, and the slice then has its picture `heatmap`. */
export const askForHeatmap = (key: string, slice: number) =>
  answerOf(
    heatmapAnswer,
    server.POST("/api/exams/{key}/slices/{slice_id}/heatmap/", { params: { path: { key, slice_id: slice } } }),
  );
