// Which picture of a slice a pane shows for its role, what lies over it, and what it says when there is none.
import type { Hanging, PaneRole } from "../../domain/hanging.ts";
import type { ImageDescription, SliceImages } from "../../domain/image.ts";
import type { Look } from "../../domain/look.ts";

export type Painting = Pick<Hanging, "range" | "colours">;

export interface Shown {
  image: ImageDescription;
  look: Look;
  /** Hatched by it where it is too low. */
  confidence: ImageDescription | null;
  /** Laid over. */
  heat: ImageDescription | null;
}

interface RoleKind {
  title: string;
  pick: (images: SliceImages, painting: Painting) => Shown | null;
  missing: (images: SliceImages) => string;
}

const show = (image: ImageDescription | undefined, look: Look, over: Partial<Shown> = {}): Shown | null =>
  image ? { image, look, confidence: null, heat: null, ...over } : null;

const stiffness = (painting: Painting): Look => ({ kind: "stiffness", ...painting });

function pickCmoe({ stiffness: map, confidence, colour }: SliceImages, painting: Painting): Shown | null {
  if (map && confidence) return show(map, stiffness(painting), { confidence });
  return show(colour, { kind: "colour" });
}

/** A heat map lies over the anatomy, or over the stiffness where no anatomy came. */
function pickHeatmap({ heatmap, magnitude, stiffness: map }: SliceImages, painting: Painting): Shown | null {
  if (!heatmap) return null;
  const heat = { heat: heatmap };
  return show(magnitude, { kind: "grey" }, heat) ?? show(map, stiffness(painting), heat) ?? show(heatmap, { kind: "heat" });
}

const whyNoStiffness = ({ colour }: SliceImages): string =>
  colour ? "Only a colour picture came, which holds no numbers." : "No stiffness map came.";

export const ROLE_KINDS: Record<PaneRole, RoleKind> = {
  magnitude: {
    title: "Magnitude",
    pick: ({ magnitude }) => show(magnitude, { kind: "grey" }),
    missing: () => "No magnitude image came.",
  },
  wave: {
    title: "Wave",
    pick: ({ wave }) => show(wave, { kind: "wave" }),
    missing: () => "No wave images came.",
  },
  elastogram: {
    title: "Elastogram",
    pick: ({ stiffness: map }, painting) => show(map, stiffness(painting)),
    missing: whyNoStiffness,
  },
  cmoe: {
    title: "CMOE",
    pick: pickCmoe,
    missing: (images) =>
      images.stiffness
        ? "No confidence map came, so it is not known which pixels can be measured."
        : whyNoStiffness(images),
  },
  confidence: {
    title: "Confidence",
    pick: ({ confidence }, { colours }) => show(confidence, { kind: "confidence", colours }),
    missing: () => "No confidence map came.",
  },
  heatmap: {
    title: "Heat map",
    pick: pickHeatmap,
    missing: () => "The heat map has not come yet: see beside the votes.",
  },
};

/** What an exam lacks, in a sentence a role. */
export function missingInWords(roles: readonly PaneRole[], slices: readonly { images: SliceImages }[]): string {
  const richest = slices.find(({ images }) => images.stiffness) ?? slices.find(({ images }) => images.colour);
  return [...new Set(roles.map((role) => ROLE_KINDS[role].missing(richest?.images ?? {})))].join(" ");
}
