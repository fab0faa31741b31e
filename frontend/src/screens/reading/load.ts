// The reading page's code, which brings the image library along: for the page itself, or ahead of whoever will open it.
import { useEffect } from "react";

import { useSignedIn } from "../shell/SessionContext.ts";

export const loadReading = () => import("./Reading.tsx");

/** Who reads opens an exam next: the code is there by then. It waits until the page that is shown has nothing to do. */
export function useReadingAhead(): void {
  const { can } = useSignedIn();
  useEffect(() => {
    if (!can.review || !("requestIdleCallback" in window)) return;
    const waiting = requestIdleCallback(() => void loadReading());
    return () => cancelIdleCallback(waiting);
  }, [can.review]);
}
