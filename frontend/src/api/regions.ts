// Measured regions on the server, and the ones it proposes.
import { proposal, region, type RegionDraft } from "../contract/index.ts";
import { answerOf, server } from "./http.ts";

/** Sending the same `client_id` again is safe: the server answers with the version it already has. */
export const sendRegion = (key: string, draft: RegionDraft) =>
  answerOf(region, server.POST("/api/exams/{key}/regions/", { params: { path: { key } }, body: draft }));

export const fetchProposal = (key: string, slice_id: number, threshold: number) =>
  answerOf(
    proposal,
    server.GET("/api/exams/{key}/slices/{slice_id}/proposal/", {
      params: { path: { key, slice_id }, query: { threshold } },
    }),
  );
