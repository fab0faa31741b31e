// Which part of the list is shown, and the way to the others.
import type { ExamPage } from "../../contract/index.ts";
import { plural } from "../../domain/format.ts";
import { pageOf, withPage } from "../../state/worklistAddress.ts";

interface PagerProps {
  page: ExamPage | undefined;
  search: string;
  onChange: (search: string) => void;
}

function range({ count, page, page_size, results }: ExamPage): string {
  const first = (page - 1) * page_size + 1;
  return `${first}–${first + results.length - 1} of ${plural(count, "exam", "exams")}`;
}

export function Pager({ page, search, onChange }: PagerProps) {
  if (!page || page.count === 0) return <span />;
  const current = pageOf(search);
  const last = Math.ceil(page.count / page.page_size);
  return (
    <nav className="pager" aria-label="Pages">
      <span>{range(page)}</span>
      {last > 1 && (
        <>
          <button type="button" className="button" disabled={current <= 1} onClick={() => onChange(withPage(search, current - 1))}>
            Previous page
          </button>
          <button type="button" className="button" disabled={current >= last} onClick={() => onChange(withPage(search, current + 1))}>
            Next page
          </button>
        </>
      )}
    </nav>
  );
}
