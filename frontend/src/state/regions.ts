// Measured regions as components keep and ask for them.
import { queryOptions, useMutation, useQueryClient, type QueryClient } from "@tanstack/react-query";

import { Unreachable } from "../api/http.ts";
import { fetchProposal, sendRegion } from "../api/regions.ts";
import type { ExamDetail, Region, RegionDraft } from "../contract/index.ts";
import { closed, type Outline } from "../domain/region.ts";
import { keys } from "./keys.ts";

function keepRegion(client: QueryClient, exam: string, region: Region): void {
  client.setQueryData<ExamDetail>(
    keys.exam(exam),
    (detail) =>
      detail && {
        ...detail,
        slices: detail.slices.map((slice) =>
          slice.id === region.slice ? { ...slice, regions: withNewest(slice.regions, region) } : slice,
        ),
      },
  );
}

/** One region of each reader: an answer that was overtaken by a newer version changes nothing. */
function withNewest(regions: Region[], region: Region): Region[] {
  const others = regions.filter((one) => one.reader.id !== region.reader.id);
  const before = regions.find((one) => one.reader.id === region.reader.id);
  return [...others, before && before.version > region.version ? before : region];
}

const RETRIES = 5;

/** Sends a version; as its `client_id` stays the same, a repeated sending can never count twice. */
export function useSendRegion() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ exam, draft }: { exam: string; draft: RegionDraft }) => sendRegion(exam, draft),
    retry: (failures, error) => error instanceof Unreachable && failures < RETRIES,
    onSuccess: (region, { exam }) => keepRegion(client, exam, region),
    // A refusal mostly means that the page shows something old.
    onError: (_error, { exam }) => void client.invalidateQueries({ queryKey: keys.exam(exam) }),
  });
}

const proposalOptions = (exam: string, slice: number, pixels: string, threshold: number) =>
  queryOptions({
    queryKey: keys.proposal(slice, pixels, threshold),
    queryFn: async () => closed("polygon", (await fetchProposal(exam, slice, threshold)).points),
    staleTime: Infinity,
  });

/** Asks for the proposed region of a slice; null where there is nothing to propose. */
export function useFetchProposal() {
  const client = useQueryClient();
  return (exam: string, slice: number, pixels: string, threshold: number): Promise<Outline | null> =>
    client.query(proposalOptions(exam, slice, pixels, threshold));
}
