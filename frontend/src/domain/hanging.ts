// The hanging protocol: which roles a reader wants in which panes, and what hangs when an exam lacks some.
import { COLOUR_MAPS, type ColourMap } from "./colours.ts";
import { SPEEDS, type Direction, type Speed } from "./cine.ts";
import type { SliceImages } from "./image.ts";
import { RANGES_KPA, type RangeKpa } from "./stiffness.ts";

/** What a pane can show, in the order in which MRE is read. */
export const PANE_ROLES = ["magnitude", "wave", "elastogram", "cmoe", "confidence", "heatmap"] as const;
export type PaneRole = (typeof PANE_ROLES)[number];

export const PANE_COUNTS = [1, 2, 4] as const;
export type PaneCount = (typeof PANE_COUNTS)[number];

/** Roles in view while two exams hang beside each other: each role takes two panes. */
export const COMPARED_COUNTS = [1, 2] as const satisfies readonly PaneCount[];

/** What a reader has chosen; kept for them. */
export interface Hanging {
  count: PaneCount;
  /** Four, also where fewer are shown: what a smaller layout hides is not forgotten. */
  roles: readonly PaneRole[];
  range: RangeKpa;
  colours: ColourMap;
  speed: Speed;
  direction: Direction;
  /** The liver and the measured region, drawn as lines. */
  shows_outlines: boolean;
}

export const CUSTOMARY_HANGING: Hanging = {
  count: 4,
  roles: ["elastogram", "cmoe", "magnitude", "wave"],
  range: 8,
  colours: "customary",
  speed: 8,
  direction: "forwards",
  shows_outlines: false,
};

const oneOf = <T>(choices: readonly T[], value: unknown, otherwise: T): T =>
  choices.includes(value as T) ? (value as T) : otherwise;

/** What was kept, each part replaced by the customary one where it cannot be read any more. */
export function readHanging(kept: unknown): Hanging {
  const parts = (typeof kept === "object" && kept !== null ? kept : {}) as Partial<Record<keyof Hanging, unknown>>;
  const roles = Array.isArray(parts.roles) ? (parts.roles as unknown[]) : [];
  const usual = CUSTOMARY_HANGING;
  return {
    count: oneOf(PANE_COUNTS, parts.count, usual.count),
    roles: usual.roles.map((role, place) => oneOf(PANE_ROLES, roles[place], role)),
    range: oneOf(RANGES_KPA, parts.range, usual.range),
    colours: oneOf(COLOUR_MAPS, parts.colours, usual.colours),
    speed: oneOf(SPEEDS, parts.speed, usual.speed),
    direction: oneOf(["forwards", "backwards"] as const, parts.direction, usual.direction),
    shows_outlines: parts.shows_outlines === true,
  };
}

/** Puts `role` into a pane; what hung there goes to where `role` hung, so that nothing hangs twice. */
export function withRole(roles: readonly PaneRole[], pane: number, role: PaneRole): PaneRole[] {
  const before = roles[pane];
  return roles.map((one, place) => {
    if (place === pane) return role;
    return one === role && before !== undefined ? before : one;
  });
}

/** The layout for two exams beside each other: as chosen, or the first two roles of four. */
export const compared = (hanging: Hanging): Hanging => ({ ...hanging, count: hanging.count === 1 ? 1 : 2 });

/** Whether a role hangs in one of the panes that are shown. */
export const isHung = ({ count, roles }: Pick<Hanging, "count" | "roles">, role: PaneRole): boolean =>
  roles.slice(0, count).includes(role);

/** Puts a role into the last pane that is shown. */
export const withLast = ({ count, roles }: Pick<Hanging, "count" | "roles">, role: PaneRole): PaneRole[] =>
  withRole(roles, count - 1, role);

/** Takes a role from its pane again, for the first one that hangs nowhere. */
export function without({ roles }: Pick<Hanging, "roles">, role: PaneRole): PaneRole[] {
  const free = CUSTOMARY_HANGING.roles.find((one) => !roles.includes(one)) ?? "confidence";
  return roles.map((one) => (one === role ? free : one));
}

const NEEDS: Record<PaneRole, (images: SliceImages) => boolean> = {
  magnitude: ({ magnitude }) => magnitude !== undefined,
  wave: ({ wave }) => wave !== undefined,
  elastogram: ({ stiffness }) => stiffness !== undefined,
  cmoe: ({ stiffness, confidence, colour }) => (stiffness && confidence) !== undefined || colour !== undefined,
  confidence: ({ confidence }) => confidence !== undefined,
  heatmap: ({ heatmap }) => heatmap !== undefined,
};

/** The roles of which at least one slice of the exam has a picture. */
export const availableRoles = (slices: readonly { images: SliceImages }[]): PaneRole[] =>
  PANE_ROLES.filter((role) => slices.some(({ images }) => NEEDS[role](images)));

export interface Hung {
  /** Which of the reader's panes are shown, by their place in `roles`, and what they show. */
  panes: { place: number; role: PaneRole }[];
  /** What the reader wanted to see and the exam does not have. */
  missing: PaneRole[];
}

/** What hangs: the wanted panes that the exam can fill, or the first that it can where it fills none of them. */
export function hang({ count, roles }: Pick<Hanging, "count" | "roles">, available: readonly PaneRole[]): Hung {
  const wanted = roles.slice(0, count).map((role, place) => ({ place, role }));
  const panes = wanted.filter(({ role }) => available.includes(role));
  const [first = "elastogram"] = available.length > 0 ? available : roles;
  return {
    panes: panes.length > 0 ? panes : [{ place: 0, role: first }],
    missing: wanted.map(({ role }) => role).filter((role) => !available.includes(role)),
  };
}
