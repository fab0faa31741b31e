// One quantity by week as a small chart; the table below holds the same numbers.
import { shortWeek } from "../../domain/quality.ts";

const WIDTH = 320;
const HEIGHT = 112;
const LEFT = 42;
const EDGE = 10;
const FOOT = 16;

export interface Point {
  week: string;
  value: number | null;
  /** Interval of the value, where it has one. */
  low?: number;
  high?: number;
}

interface ChartProps {
  title: string;
  points: Point[];
  /** Ends of the scale. */
  from: number;
  to: number;
  format: (value: number) => string;
}

type Known = Point & { value: number };

function scales({ points, from, to }: ChartProps) {
  const step = (WIDTH - LEFT - EDGE) / Math.max(1, points.length - 1);
  return {
    x: (place: number) => LEFT + place * step,
    y: (value: number) => EDGE + (HEIGHT - FOOT - 2 * EDGE) * (1 - (Math.min(to, Math.max(from, value)) - from) / (to - from)),
  };
}

function describe({ title, points, format }: ChartProps): string {
  const known = points.filter((point): point is Known => point.value !== null);
  const last = known.at(-1);
  return last ? `${title}: ${format(last.value)} in ${last.week}, ${known.length} weeks shown` : `${title}: no figures`;
}

function Axis({ value, y, format }: { value: number; y: number; format: (value: number) => string }) {
  return (
    <>
      <line className="chart__grid" x1={LEFT} x2={WIDTH - EDGE / 2} y1={y} y2={y} />
      <text className="chart__label" x={LEFT - 6} y={y + 4}>
        {format(value)}
      </text>
    </>
  );
}

function WeekLabels({ points }: { points: Point[] }) {
  const [first, last] = [points[0], points.at(-1)];
  return (
    <>
      {first && (
        <text className="chart__label chart__label--first" x={LEFT} y={HEIGHT - 4}>
          {shortWeek(first.week)}
        </text>
      )}
      {last && last !== first && (
        <text className="chart__label" x={WIDTH - EDGE / 2} y={HEIGHT - 4}>
          {shortWeek(last.week)}
        </text>
      )}
    </>
  );
}

export function TrendChart(props: ChartProps) {
  const { points, from, to, format } = props;
  const { x, y } = scales(props);
  const places = points.flatMap((point, place) =>
    point.value === null ? [] : [{ ...point, value: point.value, place }],
  );
  const line = places.map(({ value, place }) => `${x(place)},${y(value)}`).join(" ");
  return (
    <svg className="chart" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={describe(props)}>
      {[from, (from + to) / 2, to].map((value) => (
        <Axis key={value} value={value} y={y(value)} format={format} />
      ))}
      <WeekLabels points={points} />
      {places.length === 0 && (
        <text className="chart__none" x={WIDTH / 2} y={HEIGHT / 2}>
          No figures yet
        </text>
      )}
      <polyline className="chart__line" points={line} />
      {places.map(({ week, value, low, high, place }) => (
        <g key={week}>
          <title>{`${week}: ${format(value)}`}</title>
          {low !== undefined && high !== undefined && (
            <line className="chart__interval" x1={x(place)} x2={x(place)} y1={y(low)} y2={y(high)} />
          )}
          <circle className="chart__point" cx={x(place)} cy={y(value)} r="3" />
        </g>
      ))}
    </svg>
  );
}
