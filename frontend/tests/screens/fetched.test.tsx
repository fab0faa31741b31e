// A page whose code is fetched: there at once when it came before, told and asked for again when it does not come.
import { fireEvent, render, screen, waitFor } from "@testing-library/react";
import { expect, it, vi } from "vitest";

import { fetched } from "../../src/screens/fetched.tsx";

const code = { default: ({ name }: { name: string }) => <p>Page of {name}</p> };

it("shows a page at once whose code was fetched before", async () => {
  const load = vi.fn(() => Promise.resolve(code));
  const Page = fetched(load);
  Page.fetchAhead();
  await load.mock.results[0]?.value;
  render(<Page name="Tessa" />);
  expect(screen.getByText("Page of Tessa")).toBeDefined();
  expect(load).toHaveBeenCalledTimes(1);
});

it("tells that a page did not come, and asks for it again", async () => {
  const load = vi.fn<() => Promise<typeof code>>().mockRejectedValueOnce(new Error("away")).mockResolvedValue(code);
  const Page = fetched(load);
  render(<Page name="Tessa" />);
  const again = await waitFor(() => screen.getByRole("button", { name: "Try again" }));
  fireEvent.click(again);
  await waitFor(() => screen.getByText("Page of Tessa"));
});
