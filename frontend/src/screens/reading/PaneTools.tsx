// The buttons above the panes: how many, in which range and colours, how large.
import { COLOUR_MAPS, wordsOfColours } from "../../domain/colours.ts";
import { plural } from "../../domain/format.ts";
import type { Hanging, PaneCount } from "../../domain/hanging.ts";
import { RANGES_KPA } from "../../domain/stiffness.ts";
import { WHOLE, zoomed, type View } from "../../viewer/index.ts";
import { ActionButton, type Action } from "../shell/actions.tsx";

const NEXT = "Next slice, towards the feet";
const PREVIOUS = "Previous slice, towards the head";

/** From slice to slice with the arrows, each with its button, and with the letters that readers know from lists. */
export function sliceActions(place: number, count: number, move: (step: number) => void) {
  const previous = { label: PREVIOUS, run: () => move(-1), isEnabled: place > 0, repeats: true };
  const next = { label: NEXT, run: () => move(1), isEnabled: place < count - 1, repeats: true };
  const arrows: Action[] = [
    { ...previous, short: "↑", key: "ArrowUp", keyName: "↑" },
    { ...next, short: "↓", key: "ArrowDown", keyName: "↓" },
  ];
  const letters: Action[] = [
    { ...previous, key: "k" },
    { ...next, key: "j" },
  ];
  return { arrows, letters };
}

type Change = (changes: Partial<Hanging>) => void;

const after = <T,>(choices: readonly [T, ...T[]], one: T): T =>
  choices[(choices.indexOf(one) + 1) % choices.length] ?? choices[0];

/** Of fewer choices, the largest stands for all beyond it. */
export const countActions = ({ count }: Hanging, change: Change, choices: readonly PaneCount[]): Action[] =>
  choices.map((one, place) => ({
    label: plural(one, "pane", "panes"),
    short: String(one),
    key: String(one),
    run: () => change({ count: one }),
    isOn: one === count || (place === choices.length - 1 && count > one),
  }));

export const paintingActions = ({ range, colours, shows_outlines: showsOutlines }: Hanging, change: Change): Action[] => [
  {
    label: `Colour range: 0 to ${range} kPa`,
    short: `0 to ${range} kPa`,
    key: "r",
    run: () => change({ range: after(RANGES_KPA, range) }),
  },
  {
    label: `Colours: ${wordsOfColours[colours]}`,
    short: "Colours",
    key: "c",
    run: () => change({ colours: after(COLOUR_MAPS, colours) }),
  },
  {
    label: "Outlines of the liver and of what is measured",
    short: "Outlines",
    key: "l",
    run: () => change({ shows_outlines: !showsOutlines }),
    isOn: showsOutlines,
  },
];

export const zoomActions = (view: View, onView: (view: View) => void): Action[] => [
  { label: "+ Larger", short: "+", key: "+", run: () => onView(zoomed(view, true)), repeats: true },
  {
    label: "− Smaller",
    short: "−",
    key: "-",
    keyName: "−",
    run: () => onView(zoomed(view, false)),
    isEnabled: view.zoom > 1,
    repeats: true,
  },
  { label: "Whole picture", short: "Whole", key: "0", run: () => onView(WHOLE), isEnabled: view !== WHOLE },
];

export function ToolGroup({ label, actions }: { label: string; actions: readonly Action[] }) {
  return (
    <span className="tools" role="group" aria-label={label}>
      {actions.map((action) => (
        <ActionButton key={action.label} action={action} className="button--small" />
      ))}
    </span>
  );
}
