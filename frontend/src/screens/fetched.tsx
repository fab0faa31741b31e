// A page whose code is fetched when it is wanted. React's own `lazy` is not used: after its first wait it shows nothing
// for 300 ms, also where the code has long come.
import { useEffect, useState, type ComponentType } from "react";

import { Notice } from "./parts/Notice.tsx";

function Missed({ onRetry }: { onRetry: () => void }) {
  return (
    <Notice title="This page did not come">
      <p>The network or the server may be away.</p>
      <button type="button" className="button" onClick={onRetry}>
        Try again
      </button>
    </Notice>
  );
}

/** The page, empty until its code is here; `fetchAhead` brings that before. */
export function fetched<Props extends object>(load: () => Promise<{ default: ComponentType<Props> }>) {
  let Page: ComponentType<Props> | null = null;

  async function fetchCode(): Promise<void> {
    Page = (await load()).default;
  }

  function Fetched(props: Props) {
    const [state, setState] = useState<"wanted" | "here" | "missed">(Page ? "here" : "wanted");
    useEffect(() => {
      if (state !== "wanted") return;
      fetchCode().then(
        () => setState("here"),
        () => setState("missed"),
      );
    }, [state]);
    if (state === "missed") return <Missed onRetry={() => setState("wanted")} />;
    return Page && <Page {...props} />;
  }

  // If it does not come now, the page asks again when it is opened, and tells.
  return Object.assign(Fetched, { fetchAhead: () => void fetchCode().catch(() => undefined) });
}
