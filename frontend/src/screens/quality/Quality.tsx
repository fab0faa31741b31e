// The quality page: how the service does, by week and scanner.
import { useLocation, useSearch } from "wouter";

import type { Figures, QualityFigures } from "../../contract/index.ts";
import { formatKappa } from "../../domain/format.ts";
import { formatPercent, inTime, overrideRate, scaleTop, shareAdequate } from "../../domain/quality.ts";
import { useQuality } from "../../state/site.ts";
import { Figure } from "../parts/Missing.tsx";
import { Failure, NoPermission, Notice, Skeleton } from "../parts/Notice.tsx";
import { useSignedIn } from "../shell/SessionContext.ts";
import { Statement } from "../shell/Statement.tsx";
import { NO_KAPPA, QualityTable } from "./QualityTable.tsx";
import { RescanLoop, RescanTable } from "./RescanLoop.tsx";
import { ScannerTrends } from "./ScannerTrends.tsx";
import "./quality.css";

const PERIODS = [4, 12, 26, 52];
const USUAL = 12;

function usePeriod() {
  const asked = Number(new URLSearchParams(useSearch()).get("weeks"));
  const [, navigate] = useLocation();
  return {
    weeks: PERIODS.includes(asked) ? asked : USUAL,
    choose: (weeks: number) => navigate(`/quality?weeks=${weeks}`, { replace: true }),
  };
}

function Period({ weeks, choose }: ReturnType<typeof usePeriod>) {
  return (
    <div className="quality__period" role="group" aria-label="Period">
      {PERIODS.map((one) => (
        <button key={one} type="button" className="button" aria-pressed={one === weeks} onClick={() => choose(one)}>
          {one} weeks
        </button>
      ))}
    </div>
  );
}

function Headline({ name, children, hint }: { name: string; children: React.ReactNode; hint: string }) {
  return (
    <div className="headline">
      <dt>{name}</dt>
      <dd>{children}</dd>
      <dd className="quiet small">{hint}</dd>
    </div>
  );
}

function Headlines({ total }: { total: Figures }) {
  return (
    <dl className="quality__headlines">
      <Headline name="Exams" hint={`${total.assessed} could be assessed`}>
        {total.exams}
      </Headline>
      <Headline name="Adequate" hint={`${total.adequate} of ${total.assessed} assessed exams`}>
        <Figure value={shareAdequate(total)} format={formatPercent} why="No exam was assessed" />
      </Headline>
      <Headline name="Overridden" hint={`${total.overridden} of ${total.reviewed_slices} reviewed slices`}>
        <Figure value={overrideRate(total)} format={formatPercent} why="No slice was reviewed" />
      </Headline>
      <Headline
        name="Agreement, kappa"
        hint={total.kappa ? `95 % interval, ${total.kappa.slices} slices` : NO_KAPPA}
      >
        <Figure value={total.kappa} format={formatKappa} why={NO_KAPPA} />
      </Headline>
    </dl>
  );
}

function Trends({ figures: { rows } }: { figures: QualityFigures }) {
  const scanners = [...new Set(rows.map((row) => row.scanner))].sort();
  const weeks = inTime(rows.map((row) => row.week));
  if (weeks.length < 2) return <p className="quiet">Trends appear here from the second week on.</p>;
  return scanners.map((scanner) => (
    <ScannerTrends
      key={scanner}
      scanner={scanner}
      rows={rows.filter((row) => row.scanner === scanner)}
      weeks={weeks}
      overrideTop={scaleTop(rows.map(overrideRate))}
    />
  ));
}

function Page({ figures }: { figures: QualityFigures }) {
  if (figures.rows.length === 0) {
    return (
      <Notice title="No exam in this period">
        <p>Each assessed exam counts here in the week of its arrival. Choose a longer period, or wait for exams.</p>
      </Notice>
    );
  }
  return (
    <>
      <RescanLoop rescans={figures.total.rescans} />
      <Headlines total={figures.total} />
      <Trends figures={figures} />
      <RescanTable rows={figures.rows} />
      <QualityTable rows={figures.rows} total={figures.total} />
    </>
  );
}

const Waiting = () => (
  <div className="quality__waiting" aria-busy="true">
    <Skeleton height={88} />
    <Skeleton height={132} />
    <Skeleton height={132} />
  </div>
);

export default function Quality() {
  const { can } = useSignedIn();
  const period = usePeriod();
  const quality = useQuality(period.weeks, can.quality);
  if (!can.quality) {
    return <NoPermission page="Quality" what="The quality figures are for quality managers and administrators." />;
  }
  return (
    <div className="quality">
      <header className="quality__head">
        <h1>Quality</h1>
        <Period {...period} />
      </header>
      {quality.isError && <Failure error={quality.error} onRetry={() => void quality.refetch()} />}
      {quality.isPending && <Waiting />}
      {quality.data && <Page figures={quality.data} />}
      <Statement />
    </div>
  );
}
