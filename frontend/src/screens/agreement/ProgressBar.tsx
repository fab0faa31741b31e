// How far a reader is, as a bar and in words.
import type { Progress } from "../../contract/index.ts";

export function ProgressBar({ progress: { reader, locked, to_read: whole } }: { progress: Progress }) {
  return (
    <div className="progress">
      <span>{reader.name}</span>
      <progress value={locked} max={Math.max(1, whole)} aria-label={`Slices decided by ${reader.name}`} />
      <span className="progress__count">
        {locked} of {whole} slices
      </span>
    </div>
  );
}
