// The opinion panel: votes and what they are worth, reasons with their evidence, the heat map that is asked for.
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { fireEvent, render, screen, waitFor } from "@testing-library/react";
import { afterEach, describe, expect, it, vi } from "vitest";

import type { Evidence, SliceDetail } from "../../src/contract/index.ts";
import { OpinionHeatmap } from "../../src/screens/reading/OpinionHeatmap.tsx";
import { OpinionMeasures } from "../../src/screens/reading/OpinionMeasures.tsx";
import { OpinionReasons } from "../../src/screens/reading/OpinionReasons.tsx";
import { OpinionVotes } from "../../src/screens/reading/OpinionVotes.tsx";
import { ActionsProvider } from "../../src/screens/shell/actions.tsx";
import { keys } from "../../src/state/keys.ts";
import { slice } from "../examples.ts";

const index = { name: "liver_snr", label: "Liver signal to noise", value: 3.1, unit: "", normal: [8, 60] };
const evidence: Evidence = {
  indices: [
    { ...index, formula: "mean / noise", source: "NEMA MS 1", better: "higher" },
    { ...index, name: "area", label: "Liver area", value: 90, formula: "pixels", source: "own", better: "higher" },
  ],
  reasons: [
    { code: "iron", probability: 0.81, indices: ["liver_snr"] },
    { code: "motion", probability: 0.12, indices: [] },
  ],
  cannot_tell: [{ code: "no_waves", why: "no raw phase images arrived" }],
  model: "reasons-sim 2",
};
const REASONS = [
  { code: "iron", name: "Iron", advice: "No use repeating GRE: take SE-EPI.", advice_epi: "Shorten the echo time." },
  { code: "motion", name: "Motion", advice: "Repeat the breath hold.", advice_epi: "" },
  { code: "no_waves", name: "No waves", advice: "Check the tube.", advice_epi: "" },
];

function show(part: React.ReactNode) {
  const client = new QueryClient({ defaultOptions: { queries: { staleTime: Infinity } } });
  client.setQueryData(keys.reasons, REASONS);
  return render(
    <QueryClientProvider client={client}>
      <ActionsProvider>{part}</ActionsProvider>
    </QueryClientProvider>,
  );
}

const failed = (changes: Partial<SliceDetail> = {}) => slice({ verdict: "non_diagnostic", evidence, ...changes });

afterEach(() => {
  vi.unstubAllGlobals();
});

describe("the votes", () => {
  it("come with the calibrated probability and the band for those who hear the page", () => {
    show(<OpinionVotes slice={slice()} />);
    expect(screen.getByText("93.1 %")).toBeTruthy();
    expect(screen.getByRole("img", { name: /Calibrated: 93.1 %, abstain band 21 % to 84 %/ })).toBeTruthy();
  });

  it("say in words that the ensemble abstains", () => {
    show(<OpinionVotes slice={slice({ opinion: { probability: 0.5, abstains: true, band: [0.21, 0.84] } })} />);
    expect(screen.getByText(/abstains: between 21 % and 84 %/)).toBeTruthy();
  });

  it("of an ensemble without calibration are no probability", () => {
    show(<OpinionVotes slice={slice({ opinion: null })} />);
    expect(screen.getByText(/Not calibrated/)).toBeTruthy();
    expect(screen.getByText("90 %")).toBeTruthy();
  });
});

describe("the likely reason", () => {
  it("comes with advice, the indices that speak for it, and what cannot be told", () => {
    show(<OpinionReasons slice={failed()} sequence="2D GRE" />);
    expect(screen.getByText("Iron").parentElement?.textContent).toBe("Iron 81 %");
    expect(screen.getByText(/take SE-EPI/)).toBeTruthy();
    expect(screen.getAllByText(/^below normal: 8 to 60$/).length).toBeGreaterThan(0);
    expect(screen.getByText("Less likely: Motion 12 %")).toBeTruthy();
    expect(screen.getByText(/Cannot tell no waves: no raw phase/)).toBeTruthy();
  });

  it("is never certain, and advises nothing that was done already", () => {
    const sure = { code: "iron", probability: 1, indices: [] } as const;
    const rare = { code: "motion", probability: 0.001, indices: [] } as const;
    const told = { ...evidence, reasons: [sure, rare].map((one) => ({ ...one, indices: [...one.indices] })) };
    show(<OpinionReasons slice={failed({ evidence: told })} sequence="2D SE-EPI" />);
    expect(screen.getByText("Iron").parentElement?.textContent).toBe("Iron >99 %");
    expect(screen.getByText("Less likely: Motion <1 %")).toBeTruthy();
    expect(screen.getByText("Shorten the echo time.")).toBeTruthy();
    expect(screen.queryByText(/take SE-EPI/)).toBeNull();
  });

  it("is not forced on a diagnostic slice", () => {
    show(<OpinionReasons slice={slice({ evidence: { ...evidence, reasons: [] } })} sequence="2D GRE" />);
    expect(screen.queryByText("Likely reason")).toBeNull();
    expect(screen.getByText("2 indices")).toBeTruthy();
  });

  it("is not invented where none stands out", () => {
    show(<OpinionReasons slice={failed({ evidence: { ...evidence, reasons: [] } })} sequence="2D GRE" />);
    expect(screen.getByText("No reason stands out.")).toBeTruthy();
  });
});

describe("the cross-check", () => {
  it("tells own value, ratio and what it was made from", () => {
    show(<OpinionMeasures slice={slice({ crosscheck_source: "wave" })} />);
    expect(screen.getByText("2.50 kPa (+4 %)")).toBeTruthy();
    expect(screen.getByText(/from the scanner's wave images/)).toBeTruthy();
  });
});

describe("the heat map", () => {
  const answer = (status: number, body: object) => () => Promise.resolve(new Response(JSON.stringify(body), { status }));

  it("is asked for once when it is shown, and says that it is being drawn", async () => {
    const asked = vi.fn(answer(202, { is_there: false }));
    vi.stubGlobal("fetch", asked);
    show(<OpinionHeatmap exam="exam-1" slice={slice()} isShown onShown={() => undefined} />);
    expect((await screen.findByRole("status")).textContent).toContain("Being drawn");
    expect(asked).toHaveBeenCalledTimes(1);
  });

  it("is not asked for where nobody wants to see it", () => {
    const asked = vi.fn(answer(202, { is_there: false }));
    vi.stubGlobal("fetch", asked);
    const onShown = vi.fn();
    show(<OpinionHeatmap exam="exam-1" slice={slice()} isShown={false} onShown={onShown} />);
    expect(asked).not.toHaveBeenCalled();
    fireEvent.keyDown(document.body, { key: "h" });
    expect(onShown).toHaveBeenCalledWith(true);
  });

  it("tells what the server says against it", async () => {
    vi.stubGlobal("fetch", answer(503, { code: "queue_unavailable", message: "The workers cannot be reached.", fields: {} }));
    show(<OpinionHeatmap exam="exam-1" slice={slice()} isShown onShown={() => undefined} />);
    await waitFor(() => expect(screen.getByRole("status").textContent).toContain("cannot be reached"));
  });

  it("has its colours explained once it is there", () => {
    const images = { ...slice().images, heatmap: {} as never };
    show(<OpinionHeatmap exam="exam-1" slice={slice({ images })} isShown onShown={() => undefined} />);
    expect(screen.getByRole("status").textContent).toContain("Orange places speak for diagnostic");
  });
});
