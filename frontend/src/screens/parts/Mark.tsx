// The mark of a verdict: shape carries it, colour supports it.
import type { Mark as MarkName } from "../../domain/verdict.ts";
import "./mark.css";

const SHAPES: Record<MarkName, React.ReactNode> = {
  check: <path d="M3.5 8.4l3 3 6-6.8" />,
  cross: <path d="M4.2 4.2l7.6 7.6M11.8 4.2l-7.6 7.6" />,
  question: (
    <>
      <path d="M5.3 6a2.7 2.7 0 1 1 3.9 2.4C8.3 8.9 8 9.4 8 10.1" />
      <path d="M8 12.6v.1" />
    </>
  ),
  dash: <path d="M4 8h8" />,
  hidden: <path d="M2.5 6.5c2.6 3.4 8.4 3.4 11 0M8 9v2.6M4.3 8.3l-1.4 2M11.7 8.3l1.4 2" />,
  pulse: <circle className="mark__pulse" cx="8" cy="8" r="3.2" />,
};

/** Decoration only: whoever shows it says the same in words. */
export function Mark({ mark, size = 14 }: { mark: MarkName; size?: number }) {
  return (
    <svg className={`mark mark--${mark}`} width={size} height={size} viewBox="0 0 16 16" aria-hidden="true">
      {SHAPES[mark]}
    </svg>
  );
}
