// What a scanner's console asks for: its newest exams, and what was found in their slices. Events keep both in step.
import { queryOptions, useMutation, useQuery, useQueryClient, type QueryClient } from "@tanstack/react-query";

import { fetchExam, fetchNewest, sendRescan } from "../api/exams.ts";
import { Unreachable } from "../api/http.ts";
import type { ExamPage, ExamRow, Rescan } from "../contract/index.ts";
import { useFallbackPolling } from "./exams.ts";
import { keys } from "./keys.ts";
import { useLiveFeed } from "./live.ts";
import type { LiveFeed } from "./liveFeed.ts";

/** A row without what changes with every image: so an image that changes nothing to see draws nothing anew. */
export type ConsoleRow = Omit<ExamRow, "images" | "last_image_at">;

const calmRow = ({ images: _images, last_image_at: _at, ...calm }: ExamRow): ConsoleRow => calm;

interface NewestOptions<T> {
  select: (page: ExamPage) => T;
  /** Whether what was fetched before is fetched anew, because events may have been missed since. */
  isOpening?: boolean;
}

/** Asked again where an exam has begun meanwhile: while the first answer is awaited, the cache takes no other question.
 * Once only, for what an older exam goes through is told as well, and is in no answer. */
export async function fetchNewestNow(feed: LiveFeed, scanner: string): Promise<ExamPage> {
  const page = await fetchNewest(scanner);
  return feed.catchUpPage(feed.lacksExam(page, scanner) ? await fetchNewest(scanner) : page);
}

function useNewest<T>(scanner: string, { select, isOpening = false }: NewestOptions<T>) {
  const feed = useLiveFeed();
  return useQuery({
    queryKey: keys.newest(scanner),
    queryFn: () => fetchNewestNow(feed, scanner),
    refetchInterval: useFallbackPolling(),
    staleTime: Infinity,
    refetchOnMount: isOpening && "always",
    select,
  });
}

const calmRows = ({ results }: ExamPage): ConsoleRow[] => results.filter((row) => row.state !== "withdrawn").map(calmRow);

/** The newest exams of the scanner, the newest first, without those that were withdrawn. */
export const useNewestExams = (scanner: string) =>
  // While nobody looks at this console, its new exams are not fetched.
  useNewest(scanner, { select: calmRows, isOpening: true });

/** When the newest image of an exam came (milliseconds); null for an exam that is not on the scanner's list. */
export function useLastImageAt({ scanner, id }: Pick<ExamRow, "scanner" | "id">): number | null {
  const select = ({ results }: ExamPage) => results.find((row) => row.id === id)?.last_image_at ?? null;
  const at = useNewest(scanner, { select }).data;
  return at ? Date.parse(at) : null;
}

/** What was found in each slice so far. */
export function useFindings(id: string) {
  const feed = useLiveFeed();
  const options = queryOptions({
    queryKey: keys.findings(id),
    queryFn: async () => {
      const { seq, slices } = await fetchExam(id);
      return feed.catchUpFindings(id, { seq, slices });
    },
  });
  const found = useQuery({
    ...options,
    refetchInterval: useFallbackPolling(),
    staleTime: Infinity,
    select: ({ slices }) => slices,
  });
  return found.data ?? [];
}

function keepRescan(client: QueryClient, id: string, rescan: Rescan): void {
  client.setQueriesData<ExamPage>(
    { queryKey: keys.consoles },
    (page) => page && { ...page, results: page.results.map((row) => (row.id === id ? { ...row, rescan } : row)) },
  );
}

const RETRIES = 5;

/** Says whether the repeat was made as advised. The last word counts, so a repeated sending changes nothing. */
export function useAnswerRescan(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (isFollowed: boolean) => sendRescan(id, isFollowed),
    retry: (failures, error) => error instanceof Unreachable && failures < RETRIES,
    onSuccess: (rescan) => keepRescan(client, id, rescan),
    onError: () => void client.invalidateQueries({ queryKey: keys.consoles }),
  });
}
