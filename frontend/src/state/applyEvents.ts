// Pure: what one event of the log makes of the data that a page already has.
import type { ExamDetail, ExamPage, ExamRow, LiveEvent, SliceDetail, SliceOpinion, StripTile } from "../contract/index.ts";

/** Head to foot; a slice that does not tell its position comes last. */
const byPosition = (one: StripTile, other: StripTile): number =>
  (other.location_mm ?? -Infinity) - (one.location_mm ?? -Infinity);

function applyToRow(row: ExamRow, event: LiveEvent): ExamRow {
  switch (event.kind) {
    case "exam.changed":
      return { ...row, ...event.data };
    case "review.added":
      return withTiles(row, event.data.slices);
    case "reading.changed":
      return { ...row, readers: event.data.readers };
    case "slice.changed":
      return { ...row, slices: replaceTile(row.slices, tileOf(event.data.slice)) };
    default:
      return row;
  }
}

function withTiles(row: ExamRow, slices: StripTile[]): ExamRow {
  return { ...row, slices, reviewed_slices: slices.filter((tile) => tile.reviewed_quality !== null).length };
}

const tileOf = ({ id, location_mm, state, verdict, reason, reviewed_quality }: StripTile): StripTile => ({
  id,
  location_mm,
  state,
  verdict,
  reason,
  reviewed_quality,
});

function replaceTile(tiles: StripTile[], tile: StripTile): StripTile[] {
  return [...tiles.filter((one) => one.id !== tile.id), tile].sort(byPosition);
}

/** The rows of a page after `event`. A page that already contains the event stays as it is. */
export function applyToPage(page: ExamPage, event: LiveEvent): ExamPage {
  if (event.seq <= page.seq) return page;
  const results = page.results.map((row) => (row.id === event.exam ? applyToRow(row, event) : row));
  return { ...page, seq: event.seq, results };
}

/** One exam in full after `event`. Slices that the page has not seen yet are fetched, not invented. */
export function applyToExam(exam: ExamDetail, event: LiveEvent): ExamDetail {
  if (event.seq <= exam.seq || event.exam !== exam.id) return exam;
  return { ...applyToDetail(exam, event), seq: event.seq };
}

function applyToDetail(exam: ExamDetail, event: LiveEvent): ExamDetail {
  switch (event.kind) {
    case "exam.changed": {
      const { slices, ...changed } = event.data;
      return { ...exam, ...changed, slices: mergeTiles(exam.slices, slices) };
    }
    case "slice.changed":
      return { ...exam, slices: exam.slices.map((one) => mergeOne(one, event.data.slice)) };
    case "review.added": {
      const { review, slices } = event.data;
      return { ...exam, slices: mergeTiles(exam.slices, slices).map((one) => withReview(one, review)) };
    }
    case "reading.changed":
      return { ...exam, readers: event.data.readers };
    default:
      return exam;
  }
}

/** What was found in the slices of one exam: all that an event tells, so that nothing need be fetched. */
export interface Findings {
  seq: number;
  slices: SliceOpinion[];
}

export function applyToFindings(findings: Findings, event: LiveEvent): Findings {
  if (event.seq <= findings.seq || event.kind !== "slice.changed") return findings;
  const { slice } = event.data;
  return { seq: event.seq, slices: [...findings.slices.filter((one) => one.id !== slice.id), slice].sort(byPosition) };
}

function mergeTiles(slices: SliceDetail[], tiles: StripTile[]): SliceDetail[] {
  return slices.map((slice) => ({ ...slice, ...tiles.find((tile) => tile.id === slice.id) }));
}

/** An event tells of the evidence only the strongest: what is known in full stays until it is fetched anew. */
const mergeOne = (slice: SliceDetail, change: SliceOpinion): SliceDetail =>
  slice.id === change.id ? { ...slice, ...change, evidence: change.evidence && (slice.evidence ?? change.evidence) } : slice;

function withReview(slice: SliceDetail, review: SliceDetail["reviews"][number]): SliceDetail {
  const isKnown = slice.reviews.some((one) => one.id === review.id);
  if (slice.id !== review.slice || isKnown) return slice;
  return { ...slice, reviews: [...slice.reviews, review] };
}

/** Whether the event tells of an exam that has only begun to arrive. */
export const isArrival = (event: LiveEvent): boolean =>
  event.kind === "exam.changed" && event.data.state === "receiving" && event.data.verdict === null;

/** Whether the event may change which exams a list shows, in which order, or how they are counted. */
export const touchesLists = (event: LiveEvent): boolean =>
  event.kind === "exam.changed" || event.kind === "review.added";

const FETCHED_ANEW: readonly string[] = ["exam.changed", "slice.changed", "region.added"];

/** Whether the exam has something that only a new fetch can bring: pictures, history, a slice, a region. */
export const touchesExam = (event: LiveEvent): boolean => FETCHED_ANEW.includes(event.kind);
