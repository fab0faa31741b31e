// Colour tables of 256 steps: the customary one of elastograms, two for colour-blind readers, one for signed values.
import table from "./stiffnessColours.json";

export type Colour = readonly [red: number, green: number, blue: number];
export type ColourTable = readonly Colour[];

const STEPS = 256;

/** Where the scanner wrote text into the map. */
export const BURNED_IN_COLOUR: Colour = [112, 112, 112];

/** A table that goes evenly from node to node. */
function between(nodes: readonly Colour[]): ColourTable {
  return Array.from({ length: STEPS }, (_, step) => {
    const place = (step / (STEPS - 1)) * (nodes.length - 1);
    const from = Math.min(Math.floor(place), nodes.length - 2);
    const mix = (channel: 0 | 1 | 2): number => {
      const [start = 0, end = 0] = [nodes[from]?.[channel], nodes[from + 1]?.[channel]];
      return Math.round(start + (place - from) * (end - start));
    };
    return [mix(0), mix(1), mix(2)];
  });
}

/** From violet over blue and green to yellow, ever lighter: read alike with every kind of colour vision. */
const VIOLET_TO_YELLOW = between([
  [68, 2, 86],
  [70, 51, 127],
  [55, 91, 141],
  [39, 127, 142],
  [32, 162, 135],
  [74, 194, 110],
  [159, 218, 58],
  [253, 231, 37],
]);

/** From blue over grey to yellow: the hues that red- and green-blind readers see as others do. */
const BLUE_TO_YELLOW = between([
  [0, 36, 82],
  [38, 60, 109],
  [79, 88, 109],
  [113, 115, 117],
  [148, 143, 120],
  [187, 175, 109],
  [224, 208, 80],
  [255, 234, 70],
]);

/** The table shared with the server: row 0 is the softest, the last the end of the range. */
const CUSTOMARY: ColourTable = table.map(([red = 0, green = 0, blue = 0]) => [red, green, blue]);

export const COLOUR_MAPS = ["customary", "violet_to_yellow", "blue_to_yellow"] as const;
export type ColourMap = (typeof COLOUR_MAPS)[number];

export const COLOUR_TABLES: Record<ColourMap, ColourTable> = {
  customary: CUSTOMARY,
  violet_to_yellow: VIOLET_TO_YELLOW,
  blue_to_yellow: BLUE_TO_YELLOW,
};

export const wordsOfColours: Record<ColourMap, string> = {
  customary: "customary",
  violet_to_yellow: "violet to yellow, for colour-blind readers",
  blue_to_yellow: "blue to yellow, for colour-blind readers",
};

/** Against and for, down and up: blue and orange, black where neither is. */
export const SIGNED_COLOURS = between([
  [170, 220, 255],
  [40, 130, 230],
  [0, 0, 0],
  [225, 120, 10],
  [255, 225, 150],
]);

export const GREYS = between([
  [0, 0, 0],
  [255, 255, 255],
]);
