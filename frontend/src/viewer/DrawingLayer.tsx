// Regions over a pane, and the pointer that draws, pulls and moves them: all in pixels of the map that is measured.
import type { ImageDescription } from "../domain/image.ts";
import { placeOver, toImage, toScreen, type Placement } from "../domain/placement.ts";
import { edgeOf, type Outline, type Point, type Shape } from "../domain/region.ts";
import type { Sketch } from "../domain/sketch.ts";
import "./drawing.css";

/** What the pointer takes hold of. */
export type Grip = { handle: number } | "edge" | null;

export interface Stroke {
  at: Point;
  grip: Grip;
  /** How many pixels of the map a fingertip or pointer covers. */
  reach: number;
}

export interface DrawingProps {
  placement: Placement;
  /** The map whose pixels the regions count. */
  image: ImageDescription;
  region: Outline | null;
  /** Those of other readers, only to look at. */
  others: readonly { name: string; outline: Outline }[];
  sketch: Sketch | null;
  tool: Shape | null;
  mayEdit: boolean;
  onPress: (stroke: Stroke) => void;
  onMove: (at: Point) => void;
  onRelease: () => void;
  /** A second click in quick succession: the polygon is complete. */
  onDouble: () => void;
}

/** CSS pixels around a corner that count as the corner. */
const REACH = 12;

type Project = (point: Point) => Point;

function pathOf(points: readonly Point[], project: Project, isClosed: boolean): string {
  const line = points.map((point) => project(point).map((value) => value.toFixed(1)).join(" ")).join("L");
  return points.length > 0 ? `M${line}${isClosed ? "Z" : ""}` : "";
}

/** A line that stands out from any colour. */
function Line({ path, kind }: { path: string; kind: string }) {
  return (
    <>
      <path className="drawing__shade" d={path} />
      <path className={`drawing__line drawing__line--${kind}`} d={path} data-region={kind} />
    </>
  );
}

/** Half the way to the nearest neighbour, so that handles do not cover each other; never under five pixels. */
function gripRadius(places: readonly Point[]): number {
  const gaps = places.map((place, index) => {
    const [x, y] = places[(index + 1) % places.length] ?? place;
    return Math.hypot(x - place[0], y - place[1]);
  });
  return Math.max(5, Math.min(REACH, Math.min(...gaps) / 2));
}

function Handles({ outline, project }: { outline: Outline; project: Project }) {
  if (outline.shape === "freehand") return null;
  const places = outline.points.map(project);
  const radius = gripRadius(places);
  return places.map(([x, y], handle) => (
    <g key={handle} transform={`translate(${x.toFixed(1)} ${y.toFixed(1)})`} className="drawing__handle">
      <circle r={radius} className="drawing__grip" data-handle={handle} />
      <circle r="3" className="drawing__dot" />
    </g>
  ));
}

function Sketched({ sketch, project }: { sketch: Sketch | null; project: Project }) {
  if (sketch?.kind === "freehand") return <Line path={pathOf(sketch.points, project, false)} kind="sketch" />;
  if (sketch?.kind !== "polygon") return null;
  const [first] = sketch.points;
  const [x, y] = first ? project(first) : [0, 0];
  return (
    <>
      <Line path={pathOf([...sketch.points, sketch.ahead], project, false)} kind="sketch" />
      <circle cx={x} cy={y} r="5" className="drawing__first" />
    </>
  );
}

function gripOf(target: EventTarget): Grip {
  const { handle, edge } = (target as SVGElement).dataset;
  if (handle !== undefined) return { handle: Number(handle) };
  return edge === undefined ? null : "edge";
}

export function DrawingLayer(props: DrawingProps) {
  const { placement, image, region, others, sketch, tool, mayEdit } = props;
  const placed = placeOver(placement, image);
  const project: Project = ([col, row]) => toScreen(placed, { row, col });
  const placeOf = ({ currentTarget, clientX, clientY }: React.PointerEvent<SVGElement>): Point => {
    const box = currentTarget.getBoundingClientRect();
    const { row, col } = toImage(placed, [clientX - box.left, clientY - box.top]);
    return [col, row];
  };

  const press = (event: React.PointerEvent<SVGElement>) => {
    const grip = gripOf(event.target);
    if (event.button !== 0 || !event.isPrimary || (tool === null && grip === null)) return;
    // The pane would move its picture with this pointer.
    event.stopPropagation();
    event.currentTarget.setPointerCapture(event.pointerId);
    props.onPress({ at: placeOf(event), grip: tool === null ? grip : null, reach: REACH / scaleOf(placed) });
  };

  const edge = region ? pathOf(edgeOf(region), project, true) : "";
  return (
    <svg
      className="pane__layer drawing"
      data-tool={tool ?? "none"}
      aria-hidden="true"
      onPointerDown={press}
      onPointerMove={(event) => sketch && props.onMove(placeOf(event))}
      onPointerUp={() => sketch && props.onRelease()}
      onPointerCancel={() => sketch && props.onRelease()}
      onDoubleClick={props.onDouble}
    >
      {others.map(({ name, outline }) => (
        <g key={name}>
          <title>{name}</title>
          <Line path={pathOf(edgeOf(outline), project, true)} kind="other" />
        </g>
      ))}
      {region && <Line path={edge} kind="own" />}
      {region && mayEdit && tool === null && (
        <>
          <path className="drawing__grip drawing__grip--edge" d={edge} data-edge="" />
          <Handles outline={region} project={project} />
        </>
      )}
      <Sketched sketch={sketch} project={project} />
    </svg>
  );
}

/** CSS pixels a pixel of the map. */
const scaleOf = ({ matrix: [a, b] }: Placement): number => Math.hypot(a, b);
