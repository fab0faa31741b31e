// The designed states of a list or pane: empty, failed, not permitted; and the skeleton while loading.
import { Refused, Unreachable } from "../../api/http.ts";
import "./notice.css";

export function Notice({ title, children }: { title: string; children?: React.ReactNode }) {
  return (
    <div className="notice" role="status">
      <p className="notice__title">{title}</p>
      {children}
    </div>
  );
}

/** What went wrong, what it means, what to do. */
export function Failure({ error, onRetry }: { error: Error; onRetry: () => void }) {
  const isSaid = error instanceof Refused || error instanceof Unreachable;
  return (
    <Notice title={error instanceof Refused && error.status === 403 ? "No permission" : "This could not be shown"}>
      <p>
        {isSaid
          ? error.message
          : "The server's answer was not understood. Reload the page; if it stays, this page and the server are of different versions."}
      </p>
      <button type="button" className="button" onClick={onRetry}>
        Try again
      </button>
    </Notice>
  );
}

export function NoPermission({ page, what }: { page: string; what: string }) {
  return (
    <Notice title="No permission">
      <h1 className="unseen-text">{page}</h1>
      <p>{what} Ask an administrator if you need this.</p>
    </Notice>
  );
}

/** A grey block of the size of what will stand here, so that nothing jumps. */
export function Skeleton({ width = "100%", height = 16 }: { width?: number | string; height?: number }) {
  return <span className="skeleton" style={{ width, height }} aria-hidden="true" />;
}
