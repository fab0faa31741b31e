// Asking what moved a vote, and waiting until the slice has its picture.
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";

import { askForHeatmap } from "../api/exams.ts";
import { keys } from "./keys.ts";

/** Many times what drawing takes; after it the reader is told, and can ask again. */
const PATIENCE_MS = 30_000;

interface Asked {
  assessment: number | null;
  isLate: boolean;
}

export type HeatmapState = "none" | "asked" | "late" | "failed" | "there";

/** `hasMap` is whether the slice has the picture: a live event brings it. */
export function useHeatmap(exam: string, assessment: number | null, slice: number, hasMap: boolean) {
  const client = useQueryClient();
  const [asked, setAsked] = useState<Asked>({ assessment: null, isLate: false });
  const send = useMutation({
    mutationFn: () => askForHeatmap(exam, slice),
    // It was there already, and this page did not know.
    onSuccess: ({ is_there }) => is_there && void client.invalidateQueries({ queryKey: keys.exam(exam) }),
  });
  const isWaiting = !hasMap && assessment !== null && asked.assessment === assessment;
  useEffect(() => {
    if (!isWaiting) return;
    const timer = setTimeout(() => setAsked({ assessment, isLate: true }), PATIENCE_MS);
    return () => clearTimeout(timer);
  }, [isWaiting, assessment]);

  const stateOf = (): HeatmapState => {
    if (hasMap) return "there";
    if (!isWaiting) return "none";
    if (send.error) return "failed";
    return asked.isLate ? "late" : "asked";
  };
  return {
    state: stateOf(),
    error: send.error,
    ask: () => {
      setAsked({ assessment, isLate: false });
      send.mutate();
    },
  };
}
