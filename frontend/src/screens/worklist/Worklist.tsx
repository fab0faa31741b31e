// The worklist: every exam, the newest first, kept up to date by itself.
import { useEffect, useState } from "react";
import { useLocation, useSearch } from "wouter";

import { useExamPage } from "../../state/exams.ts";
import { useLiveFeed } from "../../state/live.ts";
import { lastWorklist } from "../../state/worklistAddress.ts";
import { Reading } from "../pages.ts";
import { useActions, type Action } from "../shell/actions.tsx";
import { Statement } from "../shell/Statement.tsx";
import { ExamTable } from "./ExamTable.tsx";
import { FilterRail } from "./FilterRail.tsx";
import { Pager } from "./Pager.tsx";
import "./worklist.css";

/** The row under the reader's finger: kept by exam, for rows move while one looks. */
function useSelection(ids: string[]) {
  const [chosen, setChosen] = useState<string | null>(null);
  const feed = useLiveFeed();
  const select = (id: string | null | undefined) => {
    if (!id) return;
    setChosen(id);
    feed.markSeen(id);
  };
  const place = chosen === null ? -1 : ids.indexOf(chosen);
  const move = (step: number) => select(ids[Math.min(ids.length - 1, Math.max(0, place + step))]);
  return { selected: place === -1 ? null : chosen, select, move };
}

/** The list itself comes first. */
const AHEAD_MS = 500;

export function Worklist() {
  const search = useSearch();
  const [, navigate] = useLocation();
  const page = useExamPage(search);
  const rows = page.data?.results ?? [];
  const { selected, select, move } = useSelection(rows.map((row) => row.id));

  useEffect(() => lastWorklist.remember(search), [search]);
  // Who looks at the list opens an exam of it: by then the page that shows it is here, without the image library.
  useEffect(() => {
    const timer = setTimeout(Reading.fetchAhead, AHEAD_MS);
    return () => clearTimeout(timer);
  }, []);

  const actions: Action[] = [
    { label: "Next exam in the list", key: "j", run: () => move(1), repeats: true },
    { label: "Previous exam in the list", key: "k", run: () => move(-1), repeats: true },
    {
      label: "Open the exam",
      key: "Enter",
      keyName: "Enter",
      isEnabled: selected !== null,
      run: () => navigate(`/exams/${selected ?? ""}`),
    },
  ];
  useActions(actions);

  const show = (next: string) => navigate(next ? `/?${next}` : "/", { replace: true });
  return (
    <div className="worklist">
      <FilterRail search={search} onChange={show} />
      <section className="worklist__main" aria-label="Exams">
        <h1 className="unseen-text">Worklist</h1>
        <ExamTable page={page} search={search} onSearch={show} selected={selected} onSelect={select} />
        <footer className="worklist__foot">
          <Pager page={page.data} search={search} onChange={show} />
          <Statement />
        </footer>
      </section>
    </div>
  );
}
