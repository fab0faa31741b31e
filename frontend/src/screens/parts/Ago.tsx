// A time as how long ago, with the exact one on hover.
import { formatAgo, formatExact } from "../../domain/format.ts";
import { useNow } from "../../state/clock.ts";

export function Ago({ at }: { at: string }) {
  const now = useNow();
  return (
    <time dateTime={at} title={formatExact(at)}>
      {formatAgo(at, now)}
    </time>
  );
}
