// The worklist's filters, order and page, as the address of the page holds them.
const LISTS = ["state", "verdict", "scanner", "field", "sequence"] as const;
const FLAGS = ["unread", "mine", "disagreement", "blind"] as const;

export type ListFilter = (typeof LISTS)[number];
export type FlagFilter = (typeof FLAGS)[number];

export const SORTABLE = [
  "arrived_at",
  "scanner",
  "field_strength_t",
  "sequence",
  "state",
  "verdict",
  "seconds_to_verdict",
] as const;
export type SortField = (typeof SORTABLE)[number];

const NEWEST_FIRST = "-arrived_at";

const edited = (search: string, edit: (params: URLSearchParams) => void): string => {
  const params = new URLSearchParams(search);
  edit(params);
  return params.toString();
};

export const chosenValues = (search: string, filter: ListFilter): string[] =>
  new URLSearchParams(search).getAll(filter);

export const isChosen = (search: string, filter: ListFilter, value: string): boolean =>
  chosenValues(search, filter).includes(value);

export const isFlagged = (search: string, flag: FlagFilter): boolean =>
  new URLSearchParams(search).get(flag) === "1";

/** Chooses `value`, or no longer; every other filter forgets its page, for the list is another. */
export const toggleChoice = (search: string, filter: ListFilter, value: string): string =>
  edited(search, (params) => {
    const others = chosenValues(search, filter).filter((one) => one !== value);
    const wasChosen = isChosen(search, filter, value);
    params.delete(filter);
    for (const one of wasChosen ? others : [...others, value]) params.append(filter, one);
    params.delete("page");
  });

export const toggleFlag = (search: string, flag: FlagFilter): string =>
  edited(search, (params) => {
    if (isFlagged(search, flag)) params.delete(flag);
    else params.set(flag, "1");
    params.delete("page");
  });

export function orderOf(search: string): { field: string; isDescending: boolean } {
  const ordering = new URLSearchParams(search).get("ordering") ?? NEWEST_FIRST;
  return { field: ordering.replace(/^-/, ""), isDescending: ordering.startsWith("-") };
}

/** Sorts by `field`; asked again, the other way round. */
export const withOrder = (search: string, field: SortField): string =>
  edited(search, (params) => {
    const now = orderOf(search);
    const isDescending = now.field === field ? !now.isDescending : false;
    params.set("ordering", `${isDescending ? "-" : ""}${field}`);
    params.delete("page");
  });

export const pageOf = (search: string): number =>
  Math.max(1, Number(new URLSearchParams(search).get("page") ?? 1) || 1);

export const withPage = (search: string, page: number): string =>
  edited(search, (params) => {
    if (page > 1) params.set("page", String(page));
    else params.delete("page");
  });

export const hasFilters = (search: string): boolean => {
  const params = new URLSearchParams(search);
  return [...LISTS, ...FLAGS].some((name) => params.has(name));
};

export const withoutFilters = (search: string): string =>
  edited(search, (params) => {
    for (const name of [...LISTS, ...FLAGS, "page"]) params.delete(name);
  });

let lastSearch = "";

/** The worklist as it was last looked at: "next" and the way back go by it. */
export const lastWorklist = {
  remember: (search: string): void => {
    lastSearch = search;
  },
  recall: (): string => lastSearch,
};
