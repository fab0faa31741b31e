// Which scanner this console stands beside.
import { Link } from "wouter";

import type { Facets } from "../../contract/index.ts";
import { plural } from "../../domain/format.ts";
import { consolePath } from "../../state/consoleAddress.ts";
import { useFacets } from "../../state/exams.ts";
import { Failure, NoPermission, Notice, Skeleton } from "../parts/Notice.tsx";
import { useSignedIn } from "../shell/SessionContext.ts";
import "./console.css";

function Scanners({ scanners }: { scanners: Facets["scanner"] }) {
  if (scanners.every(({ value }) => value === null)) {
    return (
      <Notice title="No scanner yet">
        <p>A scanner appears here with its first exam. Check that it sends to the archive.</p>
      </Notice>
    );
  }
  return (
    <ul className="scanners">
      {scanners.map(
        ({ value, count }) =>
          value !== null && (
            <li key={value}>
              <Link className="scanners__one" href={consolePath(value)}>
                <strong>{value}</strong>
                <span className="quiet">{plural(count, "exam", "exams")}</span>
              </Link>
            </li>
          ),
      )}
    </ul>
  );
}

const Waiting = () => (
  <div className="scanners" aria-busy="true">
    <Skeleton height={112} />
    <Skeleton height={112} />
  </div>
);

function Choice() {
  const facets = useFacets("");
  return (
    <div className="console">
      <h1>Which scanner do you stand at?</h1>
      {facets.isPending && <Waiting />}
      {facets.isError && !facets.data && <Failure error={facets.error} onRetry={() => void facets.refetch()} />}
      {facets.data && <Scanners scanners={facets.data.scanner} />}
    </div>
  );
}

export default function ScannerChoice() {
  const { user } = useSignedIn();
  if (!user?.role) return <NoPermission page="Console" what="The console is for people with a role at this site." />;
  return <Choice />;
}
