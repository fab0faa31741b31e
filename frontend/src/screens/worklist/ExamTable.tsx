// The table of exams with its states: loading, empty, failed.
import type { UseQueryResult } from "@tanstack/react-query";

import type { ExamPage } from "../../contract/index.ts";
import { useLiveState } from "../../state/live.ts";
import { hasFilters, orderOf, withOrder, withoutFilters, type SortField } from "../../state/worklistAddress.ts";
import { Failure, Notice, Skeleton } from "../parts/Notice.tsx";
import { ExamTableRow } from "./ExamTableRow.tsx";

interface Sort {
  title: string;
  field: SortField;
}

interface Column {
  title: string;
  /** What the column can be sorted by; one heading may offer two. */
  sorts: Sort[];
  className?: string;
}

const sorted = (title: string, field: SortField, className?: string): Column => ({
  title,
  sorts: [{ title, field }],
  ...(className ? { className } : {}),
});

const COLUMNS: Column[] = [
  sorted("Arrived", "arrived_at"),
  { title: "Patient", sorts: [] },
  {
    title: "Scanner, sequence and field",
    sorts: [
      { title: "Scanner", field: "scanner" },
      { title: "Sequence", field: "sequence" },
      { title: "Field", field: "field_strength_t" },
    ],
  },
  { title: "Slices, head to foot", sorts: [] },
  {
    title: "Verdict and state",
    className: "table__wide",
    sorts: [
      { title: "Verdict", field: "verdict" },
      { title: "State", field: "state" },
    ],
  },
  sorted("To verdict", "seconds_to_verdict", "table__number"),
  { title: "Reading now", sorts: [] },
];

interface TableProps {
  page: UseQueryResult<ExamPage>;
  search: string;
  onSearch: (search: string) => void;
  selected: string | null;
  onSelect: (id: string) => void;
}

type Searching = Pick<TableProps, "search" | "onSearch">;

const ARROWS = { ascending: " ↑", descending: " ↓" };

function ColumnHead({ column, search, onSearch }: Searching & { column: Column }) {
  const order = orderOf(search);
  const direction = order.isDescending ? "descending" : "ascending";
  const isSorted = (sort: Sort) => sort.field === order.field;
  return (
    <th className={column.className} scope="col" aria-sort={column.sorts.some(isSorted) ? direction : undefined}>
      {column.sorts.length === 0 && column.title}
      {column.sorts.map((sort) => (
        <button key={sort.field} type="button" className="table__sort" onClick={() => onSearch(withOrder(search, sort.field))}>
          {sort.title}
          <span aria-hidden="true">{isSorted(sort) && ARROWS[direction]}</span>
        </button>
      ))}
    </th>
  );
}

const WaitingRows = () =>
  Array.from({ length: 16 }, (_, row) => (
    <tr key={row} className="table__row" aria-hidden="true">
      {COLUMNS.map(({ title }) => (
        <td key={title}>
          <Skeleton width="70%" />
        </td>
      ))}
    </tr>
  ));

function Empty({ search, onSearch }: Searching) {
  if (!hasFilters(search)) {
    return (
      <Notice title="No exam yet">
        <p>Each liver MR elastography exam that arrives in the archive appears here by itself, within a second.</p>
      </Notice>
    );
  }
  return (
    <Notice title="No exam fits these filters">
      <button type="button" className="button" onClick={() => onSearch(withoutFilters(search))}>
        Clear all filters
      </button>
    </Notice>
  );
}

export function ExamTable({ page, search, onSearch, selected, onSelect }: TableProps) {
  const { unseen } = useLiveState();
  if (page.isError && !page.data) return <Failure error={page.error} onRetry={() => void page.refetch()} />;
  if (page.data?.results.length === 0) return <Empty search={search} onSearch={onSearch} />;
  return (
    <div className="worklist__scroll" aria-busy={page.isPending}>
      <table className="table">
        <thead>
          <tr>
            {COLUMNS.map((column) => (
              <ColumnHead key={column.title} column={column} search={search} onSearch={onSearch} />
            ))}
          </tr>
        </thead>
        <tbody>
          {page.data ? (
            page.data.results.map((row) => (
              <ExamTableRow
                key={row.id}
                row={row}
                isSelected={row.id === selected}
                isNew={unseen.has(row.id)}
                onSelect={onSelect}
              />
            ))
          ) : (
            <WaitingRows />
          )}
        </tbody>
      </table>
    </div>
  );
}
