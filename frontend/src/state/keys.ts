// Names of what is cached, so that a page and an event mean the same thing.
export const keys = {
  session: ["session"] as const,
  health: ["health"] as const,
  reasons: ["reasons"] as const,
  /** All worklist pages and facets. */
  lists: ["lists"] as const,
  pages: ["lists", "page"] as const,
  page: (search: string) => ["lists", "page", search] as const,
  facets: (search: string) => ["lists", "facets", search] as const,
  /** All exams held in full. */
  exams: ["exams"] as const,
  exam: (id: string) => ["exams", id] as const,
  /** The newest exams of every scanner whose console was opened. */
  consoles: ["newest"] as const,
  newest: (scanner: string) => ["newest", scanner] as const,
  /** What was found in the slices of an exam, without its pictures. */
  allFindings: ["findings"] as const,
  findings: (id: string) => ["findings", id] as const,
  /** Apart from the exam: it changes only with the pixels and the threshold. */
  proposal: (slice: number, pixels: string, threshold: number) => ["proposals", slice, pixels, threshold] as const,
  comparable: (exam: string, mayKnow: boolean) => ["comparable", exam, mayKnow] as const,
  comparison: (exam: string, other: string, basis: string) => ["comparisons", exam, other, basis] as const,
  policies: ["policies"] as const,
  /** All studies, and the slices on which their readers differ. */
  studies: ["studies"] as const,
  studyList: ["studies", "list"] as const,
  study: (id: number) => ["studies", "one", id] as const,
  cases: ["studies", "cases"] as const,
  quality: (weeks: number) => ["quality", weeks] as const,
};
