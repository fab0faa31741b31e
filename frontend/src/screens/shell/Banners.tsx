// What everybody must know at once: the archive is away, or the live updates are cut, and since when.
import { useLocation } from "wouter";

import { formatSince } from "../../domain/format.ts";
import { useNow } from "../../state/clock.ts";
import { useLiveState } from "../../state/live.ts";
import { useHealth } from "../../state/site.ts";
import { Banner } from "../parts/Banner.tsx";
import { OutboxBanners } from "./OutboxBanners.tsx";

/** The console says it larger, and for the patient on its table. */
const hasOwnWords = (path: string): boolean => path.startsWith("/console/");

export function Banners() {
  const [path] = useLocation();
  const archive = useHealth().data?.parts.find((part) => part.name === "archive");
  const { cutSince } = useLiveState();
  const now = useNow();
  if (hasOwnWords(path)) return <div />;
  return (
    <div role="status" aria-label="Notices">
      {archive?.ok === false && (
        <Banner>
          <strong>The archive is away{archive.since && ` since ${formatSince(archive.since, now)}`}.</strong> {archive.detail} Exams already here
          can be read.
        </Banner>
      )}
      <OutboxBanners />
      {cutSince !== null && (
        <Banner>
          <strong>Live updates are cut since {formatSince(new Date(cutSince).toISOString(), now)}.</strong> What you see may
          be old. This page connects again by itself and then catches up.
        </Banner>
      )}
    </div>
  );
}
