// The site's policy on the server.
import { policies, policyPreview, policyVersion, type PolicyDraft } from "../contract/index.ts";
import type { Terms } from "../domain/policy.ts";
import { answerOf, server } from "./http.ts";

export const fetchPolicies = () => answerOf(policies, server.GET("/api/policies/"));

export const savePolicy = (draft: PolicyDraft) =>
  answerOf(policyVersion, server.POST("/api/policies/", { body: draft }));

export const previewPolicy = (terms: Terms) =>
  answerOf(policyPreview, server.POST("/api/policies/preview/", { body: terms }));
