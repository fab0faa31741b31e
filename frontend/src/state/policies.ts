// The site's policy as components ask for it.
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";

import { fetchPolicies, previewPolicy, savePolicy } from "../api/policies.ts";
import { keys } from "./keys.ts";

export const usePolicies = () => useQuery({ queryKey: keys.policies, queryFn: fetchPolicies });

/** Which exams would have come out otherwise; `variables` are the terms that were asked about. */
export const usePreviewPolicy = () => useMutation({ mutationFn: previewPolicy });

export function useSavePolicy() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: savePolicy,
    onSuccess: () => client.invalidateQueries({ queryKey: keys.policies }),
  });
}
