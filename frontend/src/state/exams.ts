// Exams as components ask for them.
import { keepPreviousData, queryOptions, useMutation, useQuery, useQueryClient, type QueryClient } from "@tanstack/react-query";

import { fetchExam, fetchExamAhead, fetchExamPage, fetchFacets, sendSeen } from "../api/exams.ts";
import { Unreachable } from "../api/http.ts";
import type { ExamDetail, ExamPage, ExamRow, Review } from "../contract/index.ts";
import { keys } from "./keys.ts";
import { useLiveFeed, useLiveState } from "./live.ts";
import type { LiveFeed } from "./liveFeed.ts";

/** How often to ask while the live socket is cut. */
const POLL_MS = 10_000;

const examPageOptions = (feed: LiveFeed, search: string) =>
  queryOptions({
    queryKey: keys.page(search),
    queryFn: async () => feed.catchUpPage(await fetchExamPage(search)),
  });

export function useFallbackPolling(): number | false {
  return useLiveState().cutSince === null ? false : POLL_MS;
}

export function useExamPage(search: string) {
  const refetchInterval = useFallbackPolling();
  return useQuery({
    ...examPageOptions(useLiveFeed(), search),
    placeholderData: keepPreviousData,
    refetchInterval,
  });
}

export const useFacets = (search: string) =>
  useQuery({ queryKey: keys.facets(search), queryFn: () => fetchFacets(search), placeholderData: keepPreviousData });

const examOptions = (feed: LiveFeed, id: string) =>
  queryOptions({
    queryKey: keys.exam(id),
    queryFn: async () => feed.catchUpExam(await fetchExam(id)),
    // Asking is what the server takes for a look: an exam is shown at once from what is here, and asked for all the same.
    staleTime: 0,
  });

export function useExam(id: string, { isWanted = true } = {}) {
  const refetchInterval = useFallbackPolling();
  return useQuery({ ...examOptions(useLiveFeed(), id), enabled: isWanted, refetchInterval });
}

/** Shows a decision that the server has. With one's opinion locked, more of the exam may be seen: it is fetched. */
export function keepReview(client: QueryClient, id: string, review: Review): void {
  const shown = client.setQueryData<ExamDetail>(keys.exam(id), (exam) => exam && withReview(exam, review));
  if (!shown?.blinding) return;
  void client.invalidateQueries({ queryKey: keys.exam(id) });
  void client.invalidateQueries({ queryKey: keys.lists });
}

const withReview = (exam: ExamDetail, review: Review): ExamDetail => ({
  ...exam,
  slices: exam.slices.map((slice) =>
    slice.id === review.slice && !slice.reviews.some((one) => one.id === review.id)
      ? { ...slice, reviewed_quality: review.quality, reviews: [...slice.reviews, review] }
      : slice,
  ),
});

const RETRIES = 5;

function keepRow(client: QueryClient, row: ExamRow): void {
  for (const queryKey of [keys.pages, keys.consoles]) {
    client.setQueriesData<ExamPage>(
      { queryKey },
      (page) => page && { ...page, results: page.results.map((one) => (one.id === row.id ? row : one)) },
    );
  }
}

/** Says that the verdict was seen. The first one counts, so a repeated sending changes nothing. */
export function useAcknowledge(exam: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => sendSeen(exam),
    retry: (failures, error) => error instanceof Unreachable && failures < RETRIES,
    onSuccess: (row) => keepRow(client, row),
    onError: () => {
      void client.invalidateQueries({ queryKey: keys.lists });
      void client.invalidateQueries({ queryKey: keys.consoles });
    },
  });
}

/** An exam that is read blind is unread until the last of its slices is decided. */
const isUnread = (row: ExamRow): boolean => row.blinding !== null || row.reviewed_slices === 0;

/** The next exam of a page that nobody has read, after `current`; null when there is none. */
export function nextUnread({ results }: ExamPage, current: string): string | null {
  const place = results.findIndex((row) => row.id === current);
  const following = [...results.slice(place + 1), ...results.slice(0, Math.max(place, 0))];
  return following.find((row) => isUnread(row) && row.state !== "withdrawn")?.id ?? null;
}

/** The next exam of the worklist, kept up to date; undefined until it is known, and a way to ask for it now. */
export function useNextExam(current: string, search: string) {
  const page = useExamPage(search);
  const find = (data: ExamPage | undefined) => data && nextUnread(data, current);
  return { next: find(page.data), ask: async () => find((await page.refetch()).data) };
}

/** Fetches an exam before it is asked for; whoever opens it then still asks for it, and by that is known to see it. */
export function useFetchAhead(): (id: string) => Promise<ExamDetail> {
  const client = useQueryClient();
  const feed = useLiveFeed();
  return async (id) => {
    const known = client.getQueryData<ExamDetail>(keys.exam(id));
    if (known) return known;
    const exam = feed.catchUpExam(await fetchExamAhead(id));
    // Opened meanwhile, it may be here already.
    return client.setQueryData<ExamDetail>(keys.exam(id), (opened) => opened ?? exam) ?? exam;
  };
}
