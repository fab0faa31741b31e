// A study as one of its readers sees it: their own progress, and the way to the next exam.
import { Link } from "wouter";

import type { Study } from "../../contract/index.ts";
import { plural } from "../../domain/format.ts";
import { ProgressBar } from "./ProgressBar.tsx";

export function OwnStudy({ study }: { study: Study }) {
  const isOpen = study.state === "open";
  return (
    <section className="study" aria-label={study.name}>
      <header className="study__head">
        <h2>{study.name}</h2>
        <span className="tag">{isOpen ? "Open" : "Closed"}</span>
      </header>
      <p className="quiet">
        {plural(study.exams, "exam", "exams")}, asked by {study.created_by.name}.{" "}
        {isOpen
          ? "You read them blind: each verdict appears once your opinion on the slice is locked."
          : "It takes no more opinions."}
      </p>
      {study.progress.map((progress) => (
        <ProgressBar key={progress.reader.id} progress={progress} />
      ))}
      {isOpen && (
        <Link className="button study__way" href="/?blind=1">
          Exams to read
        </Link>
      )}
    </section>
  );
}
