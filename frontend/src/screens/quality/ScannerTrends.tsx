// The trends of one scanner: share adequate, override rate, agreement.
import type { WeekFigures } from "../../contract/index.ts";
import { overrideRate, shareAdequate } from "../../domain/quality.ts";
import { TrendChart, type Point } from "./TrendChart.tsx";

const percent = (value: number): string => `${Math.round(100 * value)} %`;
const twoDigits = (value: number): string => value.toFixed(1);

interface TrendsProps {
  scanner: string;
  rows: WeekFigures[];
  /** In order of time. */
  weeks: string[];
  /** One scale for all scanners, so that they can be compared. */
  overrideTop: number;
}

export function ScannerTrends({ scanner, rows, weeks, overrideTop }: TrendsProps) {
  const points = (read: (row: WeekFigures) => Omit<Point, "week">): Point[] =>
    weeks.map((week) => {
      const row = rows.find((one) => one.week === week);
      return { week, ...(row ? read(row) : { value: null }) };
    });
  return (
    <section className="trends" aria-label={`Trends of ${scanner}`}>
      <h2>{scanner}</h2>
      <figure>
        <figcaption>Adequate, of assessed exams</figcaption>
        <TrendChart
          title={`${scanner}, share adequate`}
          points={points((row) => ({ value: shareAdequate(row) }))}
          from={0}
          to={1}
          format={percent}
        />
      </figure>
      <figure>
        <figcaption>Overridden, of reviewed slices</figcaption>
        <TrendChart
          title={`${scanner}, override rate`}
          points={points((row) => ({ value: overrideRate(row) }))}
          from={0}
          to={overrideTop}
          format={percent}
        />
      </figure>
      <figure>
        <figcaption>Agreement of reader and ensemble, kappa</figcaption>
        <TrendChart
          title={`${scanner}, kappa`}
          points={points(({ kappa }) =>
            kappa ? { value: kappa.value, low: kappa.low, high: kappa.high } : { value: null },
          )}
          from={0}
          to={1}
          format={twoDigits}
        />
      </figure>
    </section>
  );
}
