// What a reader can do to a region, each with its button, its key and its line in the sheet of keys.
import { closed, grown, moved, SHAPES, type Outline, type Shape } from "../../../domain/region.ts";
import type { Action } from "../../shell/actions.tsx";
import type { Measuring } from "./useMeasuring.ts";

const TOOLS: Record<Shape, { label: string; key: string }> = {
  freehand: { label: "Freehand", key: "f" },
  ellipse: { label: "Ellipse", key: "e" },
  polygon: { label: "Polygon", key: "p" },
};

/** Pixels of the map by which a region grows or moves at a press of a key. */
const STEP = 1;

export const toolActions = ({ tool, choose, mayMeasure }: Measuring): Action[] =>
  SHAPES.map((shape) => ({ ...TOOLS[shape], run: () => choose(shape), isOn: tool === shape, isEnabled: mayMeasure }));

export function regionActions(measuring: Measuring): Action[] {
  const { book, mayMeasure, propose, undo, redo, remove } = measuring;
  const { past, future, present } = book.page.history;
  return [
    { label: "Take the proposed region", short: "Proposed", key: "g", run: propose, isEnabled: mayMeasure },
    {
      label: "Undo",
      key: "z",
      keyName: "Ctrl Z",
      ctrl: true,
      run: undo,
      isEnabled: mayMeasure && past.length > 0,
      repeats: true,
    },
    {
      label: "Redo",
      key: "z",
      keyName: "Ctrl Shift Z",
      ctrl: true,
      shift: true,
      run: redo,
      isEnabled: mayMeasure && future.length > 0,
      repeats: true,
    },
    {
      label: "Remove the region",
      short: "Remove",
      key: "Delete",
      keyName: "Del",
      run: remove,
      isEnabled: mayMeasure && present.outline !== null,
    },
  ];
}

const edit = ({ book, change, mayMeasure }: Measuring, changed: (outline: Outline) => Outline) => {
  const { outline } = book.present;
  return { run: () => outline && change(changed(outline)), isEnabled: mayMeasure && outline !== null, repeats: true };
};

/** What the pointer does by dragging a region that is there. */
export const shapingActions = (measuring: Measuring): Action[] => [
  { label: "Wider region", short: "Wider", key: "]", ...edit(measuring, (outline) => grown(outline, STEP)) },
  { label: "Narrower region", short: "Narrower", key: "[", ...edit(measuring, (outline) => grown(outline, -STEP)) },
  {
    label: "Move the region by the arrow keys",
    short: "Move",
    key: "m",
    run: measuring.toggleMoving,
    isOn: measuring.isMoving,
    isEnabled: measuring.mayMeasure && measuring.book.present.outline !== null,
  },
];

/** How a region that is being drawn ends. */
export function endingActions({ sketch, tool, isMoving, close, cancel }: Measuring): Action[] {
  const isClosable = sketch?.kind === "polygon" && closed("polygon", sketch.points) !== null;
  return [
    { label: "Close the polygon", short: "Close", key: "Enter", keyName: "Enter", run: close, isEnabled: isClosable },
    {
      label: "Stop drawing",
      short: "Stop",
      key: "Escape",
      keyName: "Esc",
      run: cancel,
      isEnabled: sketch !== null || tool !== null || isMoving,
    },
  ];
}

const WAYS: [key: string, keyName: string, way: string, across: number, down: number][] = [
  ["ArrowLeft", "←", "left", -STEP, 0],
  ["ArrowRight", "→", "right", STEP, 0],
  ["ArrowUp", "↑", "up", 0, -STEP],
  ["ArrowDown", "↓", "down", 0, STEP],
];

export const movingActions = (measuring: Measuring): Action[] =>
  WAYS.map(([key, keyName, way, across, down]) => ({
    label: `Region ${way}`,
    short: keyName,
    key,
    keyName,
    ...edit(measuring, (outline) => moved(outline, across, down)),
  }));
