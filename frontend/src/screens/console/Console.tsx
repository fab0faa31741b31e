// The console of one scanner: the newest exam large, for whoever stands two metres away; the last ones below.
import { Link } from "wouter";

import { formatField } from "../../domain/format.ts";
import { useNewestExams, type ConsoleRow } from "../../state/console.ts";
import { scannerOf } from "../../state/consoleAddress.ts";
import { Ago } from "../parts/Ago.tsx";
import { Failure, NoPermission, Notice, Skeleton } from "../parts/Notice.tsx";
import { useSignedIn } from "../shell/SessionContext.ts";
import { Statement } from "../shell/Statement.tsx";
import { CurrentExam } from "./CurrentExam.tsx";
import { LastExams } from "./LastExams.tsx";
import { Troubles, useSiteTroubles } from "./Troubles.tsx";
import "./console.css";

const LAST = 5;

function Waiting() {
  return (
    <div className="console__waiting" aria-busy="true">
      <Skeleton height={40} width="50%" />
      <Skeleton height={280} />
      <Skeleton height={160} />
    </div>
  );
}

const NoExam = ({ scanner }: { scanner: string }) => (
  <Notice title={`No exam from ${scanner} yet`}>
    <p>Its slices appear here by themselves as soon as the archive receives its first image.</p>
    <Link className="button" href="/console">
      Choose another scanner
    </Link>
  </Notice>
);

function Exams({ scanner, rows, isBlind }: { scanner: string; rows: ConsoleRow[]; isBlind: boolean }) {
  const [current, ...others] = rows;
  if (!current) return <NoExam scanner={scanner} />;
  return (
    <>
      <CurrentExam key={current.id} row={current} others={others} isBlind={isBlind} />
      <LastExams rows={others.slice(0, LAST)} />
    </>
  );
}

/** Whose exam it is. */
function About({ row }: { row: ConsoleRow }) {
  const field = row.field_strength_t === null ? "" : `, ${formatField(row.field_strength_t)}`;
  return (
    <div className="console__about">
      <p className="console__patient">{row.patient}</p>
      <p className="quiet">
        {row.sequence}
        {field}, arrived <Ago at={row.arrived_at} />
      </p>
    </div>
  );
}

function ScannerConsole({ scanner }: { scanner: string }) {
  const exams = useNewestExams(scanner);
  const troubles = useSiteTroubles();
  const newest = exams.data?.[0];
  const isBlind = troubles.some((trouble) => trouble.isBlinding);
  return (
    <div className="console">
      <header className="console__head">
        <h1>{scanner}</h1>
        {newest && <About row={newest} />}
        <Link className="button button--large" href="/console">
          Other scanner
        </Link>
      </header>
      <Troubles ofSite={troubles} exam={newest} />
      {exams.isPending && <Waiting />}
      {exams.isError && !exams.data && <Failure error={exams.error} onRetry={() => void exams.refetch()} />}
      {exams.data && <Exams scanner={scanner} rows={exams.data} isBlind={isBlind} />}
      <Statement />
    </div>
  );
}

export default function Console({ param }: { param: string }) {
  const { user } = useSignedIn();
  if (!user?.role) return <NoPermission page="Console" what="The console is for people with a role at this site." />;
  return <ScannerConsole scanner={scannerOf(param)} />;
}
