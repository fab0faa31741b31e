// A reader's layout: shown at once, kept with the account, the newest last.
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { act, renderHook, waitFor } from "@testing-library/react";
import { beforeEach, expect, it, vi } from "vitest";

import { fetchSession, keepHanging } from "../../src/api/site.ts";
import type { Session } from "../../src/contract/index.ts";
import { CUSTOMARY_HANGING, type Hanging } from "../../src/domain/hanging.ts";
import { useHanging } from "../../src/state/hanging.ts";
import { keys } from "../../src/state/keys.ts";
import { useSession } from "../../src/state/site.ts";

vi.mock("../../src/api/site.ts", () => ({ keepHanging: vi.fn(), fetchSession: vi.fn() }));
const kept = vi.mocked(keepHanging);

const sessionWith = (hanging: Hanging | null): Session => ({
  user: { id: 3, username: "radiologist", name: "Rita Radiologist", role: "radiologist" },
  can: { review: true, quality: false, ensembles: false, policies: false, acknowledge: true, studies: false },
  hanging,
  statement: "Research use, not for diagnosis.",
  csrf_token: "token",
});

function open(hanging: Hanging | null, client = new QueryClient()) {
  client.setQueryData(keys.session, sessionWith(hanging));
  const wrapper = ({ children }: { children: React.ReactNode }) => (
    <QueryClientProvider client={client}>{children}</QueryClientProvider>
  );
  return renderHook(() => useHanging(useSession().data ?? sessionWith(null)), { wrapper }).result;
}

beforeEach(() => {
  kept.mockReset().mockResolvedValue();
});

it("is the customary one until something was changed", () => {
  expect(open(null).current[0]).toEqual(CUSTOMARY_HANGING);
});

it("is what the account knows, and a change goes there", async () => {
  const mine = open({ ...CUSTOMARY_HANGING, count: 2 });
  act(() => mine.current[1]({ range: 20 }));
  await waitFor(() => expect(mine.current[0]).toMatchObject({ count: 2, range: 20 }));
  expect(kept).toHaveBeenCalledWith({ ...CUSTOMARY_HANGING, count: 2, range: 20 });
});

it("sends the newest of those that had to wait, and no other", async () => {
  const arrivals: (() => void)[] = [];
  kept.mockImplementation(() => new Promise((resolve) => arrivals.push(resolve)));
  const mine = open(null);
  act(() => mine.current[1]({ count: 1 }));
  act(() => mine.current[1]({ count: 2 }));
  act(() => mine.current[1]({ range: 20 }));
  expect(kept).toHaveBeenCalledTimes(1);
  await act(() => Promise.resolve(arrivals[0]?.()));
  await waitFor(() => expect(kept).toHaveBeenCalledTimes(2));
  expect(kept).toHaveBeenLastCalledWith({ ...CUSTOMARY_HANGING, count: 2, range: 20 });
});

it("changes also where the server does not answer", async () => {
  kept.mockRejectedValue(new Error("away"));
  const mine = open(null);
  act(() => mine.current[1]({ count: 1 }));
  await waitFor(() => expect(mine.current[0].count).toBe(1));
});

it("outlives a session that was asked for before it", async () => {
  const client = new QueryClient();
  const arrivals: ((session: Session) => void)[] = [];
  vi.mocked(fetchSession).mockReturnValueOnce(new Promise((resolve) => arrivals.push(resolve)));
  const mine = open({ ...CUSTOMARY_HANGING, count: 2 }, client);
  const fetching = client.invalidateQueries({ queryKey: keys.session });
  act(() => mine.current[1]({ count: 1 }));
  await act(async () => {
    arrivals[0]?.(sessionWith({ ...CUSTOMARY_HANGING, count: 2 }));
    await fetching;
  });
  // What is called off brings back the layout of before, for a moment.
  await waitFor(() => expect(mine.current[0].count).toBe(1));
});
