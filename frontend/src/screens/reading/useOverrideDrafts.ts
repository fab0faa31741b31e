// Overrides being written, one a slice: scrolling away and back loses nothing.
import { useState } from "react";

import type { ReasonCode, SliceDetail } from "../../contract/index.ts";
import { needsReason, oppositeQuality, type Quality } from "../../domain/verdict.ts";

export interface OverrideDraft {
  quality: Quality | null;
  reason: ReasonCode | null;
  note: string;
}

export const isComplete = ({ quality, reason }: OverrideDraft): boolean =>
  quality !== null && (!needsReason(quality) || reason !== null);

export function useOverrideDrafts(slice: SliceDetail) {
  const [drafts, setDrafts] = useState<Partial<Record<number, OverrideDraft>>>({});
  const put = (id: number, draft: OverrideDraft | undefined) => setDrafts((before) => ({ ...before, [id]: draft }));
  return {
    draft: drafts[slice.id] ?? null,
    open: () => put(slice.id, drafts[slice.id] ?? { quality: oppositeQuality(slice.verdict), reason: null, note: "" }),
    change: (draft: OverrideDraft) => put(slice.id, draft),
    /** Opens the form as it was filled in before. */
    reopen: ({ quality, reason, note }: OverrideDraft) => put(slice.id, { quality, reason, note }),
    close: (id: number) => put(id, undefined),
  };
}
