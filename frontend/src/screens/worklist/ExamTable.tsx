// The table of exams with its states: loading, empty, failed.
import type { UseQueryResult } from "@tanstack/react-query";

import type { ExamPage } from "../../contract/index.ts";
import { useLiveState } from "../../state/live.ts";
import { hasFilters, orderOf, withOrder, withoutFilters, type SortField } from "../../state/worklistAddress.ts";
import { Failure, Notice, Skeleton } from "../parts/Notice.tsx";
import { ExamTableRow } from "./ExamTableRow.tsx";

const COLUMNS: { title: string; sort?: SortField; className?: string }[] = [
  { title: "Arrived", sort: "arrived_at" },
  { title: "Patient" },
  { title: "Scanner", sort: "scanner" },
  { title: "Sequence", sort: "sequence" },
  { title: "Field", sort: "field_strength_t" },
  { title: "Slices, head to foot" },
  { title: "Verdict", sort: "verdict", className: "table__wide" },
  { title: "State", sort: "state" },
  { title: "To verdict", sort: "seconds_to_verdict", className: "table__number" },
  { title: "Reading now" },
];

interface TableProps {
  page: UseQueryResult<ExamPage>;
  search: string;
  onSearch: (search: string) => void;
  selected: string | null;
  onSelect: (id: string) => void;
}

function ColumnHead({ column, search, onSearch }: { column: (typeof COLUMNS)[number] } & Pick<TableProps, "search" | "onSearch">) {
  const { title, sort, className } = column;
  if (!sort) return <th className={className} scope="col">{title}</th>;
  const { field, isDescending } = orderOf(search);
  const direction = isDescending ? "descending" : "ascending";
  return (
    <th className={className} scope="col" aria-sort={field === sort ? direction : undefined}>
      <button type="button" className="table__sort" onClick={() => onSearch(withOrder(search, sort))}>
        {title}
        <span aria-hidden="true">{field === sort ? (isDescending ? " ↓" : " ↑") : ""}</span>
      </button>
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

function Empty({ search, onSearch }: Pick<TableProps, "search" | "onSearch">) {
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
