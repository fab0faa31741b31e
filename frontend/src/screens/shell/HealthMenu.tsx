// The health of the parts: one mark in the header that opens a list in words.
import type { HealthPart } from "../../contract/index.ts";
import { formatSince, plural } from "../../domain/format.ts";
import { useNow } from "../../state/clock.ts";
import { useHealth } from "../../state/site.ts";
import { Mark } from "../parts/Mark.tsx";

const PART_NAMES: Record<HealthPart["name"], string> = {
  database: "Database",
  archive: "Archive",
  ensemble: "Ensemble",
  channel_layer: "Live updates",
  explainer: "Explanations",
  worker: "Assessment",
};

function summary(parts: HealthPart[] | undefined, isUnknown: boolean): string {
  if (isUnknown || !parts) return "Health unknown";
  const broken = parts.filter((part) => !part.ok);
  return broken.length === 0 ? "All parts work" : `${plural(broken.length, "part does", "parts do")} not work`;
}

function Part({ part }: { part: HealthPart }) {
  const now = useNow();
  return (
    <li className="health__part">
      <Mark mark={part.ok ? "check" : "cross"} size={16} />
      <strong>{PART_NAMES[part.name]}</strong>
      <span className="quiet small">{part.since && `since ${formatSince(part.since, now)}`}</span>
      <span className="health__detail quiet">{part.detail}</span>
    </li>
  );
}

export function HealthMenu() {
  const health = useHealth();
  const parts = health.data?.parts;
  const isWell = !health.isError && health.data?.status === "ok";
  return (
    <>
      <button type="button" className="button button--plain" popoverTarget="health-list">
        <Mark mark={isWell ? "check" : parts || health.isError ? "cross" : "pulse"} />
        {summary(parts, health.isError)}
      </button>
      <section id="health-list" className="health__list" popover="auto" aria-label="Health of the parts">
        <h2>Health of the parts</h2>
        {health.isError && <p>{health.error.message}</p>}
        <ul>{parts?.map((part) => <Part key={part.name} part={part} />)}</ul>
      </section>
    </>
  );
}
