// A new study: its readers and its exams, looked at before it is opened.
import { useState } from "react";

import type { Studies, StudyDraft, StudyPreview } from "../../contract/index.ts";
import { plural } from "../../domain/format.ts";
import { readCount } from "../../domain/study.ts";
import { useOpenStudy, usePreviewStudy } from "../../state/studies.ts";
import { Choices, TextField } from "./fields.tsx";

interface Filled {
  name: string;
  readers: number[];
  scanners: string[];
  weeks: string;
  sample: string;
  seed: string;
}

const EMPTY: Filled = { name: "", readers: [], scanners: [], weeks: "", sample: "", seed: "1" };

/** What is sent, or null while a number cannot be one. */
function draftOf({ name, readers, scanners, weeks, sample, seed }: Filled): StudyDraft | null {
  const [weekCount, size, lot] = [readCount(weeks, 1), readCount(sample, 1), readCount(seed, 0)];
  if (weekCount === undefined || size === undefined || lot === undefined) return null;
  return { name: name.trim(), readers, choice: { scanners, weeks: weekCount, exams: [], sample: size, seed: lot ?? 0 } };
}

/** Why the study cannot be opened as it is, or empty when it can. */
function obstacle(draft: StudyDraft | null, preview: StudyPreview | undefined): string {
  if (draft === null) return "Weeks, sample and seed are whole numbers, or empty.";
  if (draft.name === "") return "Give the study a name.";
  if (draft.readers.length < 2) return "Choose two readers or more.";
  if (!preview) return "Look at the exams before you open it.";
  return preview.exams === 0 ? "No exam fits that its readers do not know yet." : "";
}

const toggled = <T,>(list: T[], value: T): T[] =>
  list.includes(value) ? list.filter((one) => one !== value) : [...list, value];

function Preview({ preview: { exams, slices, fitting, known } }: { preview: StudyPreview }) {
  return (
    <p role="status">
      <strong>
        {plural(exams, "exam", "exams")} with {plural(slices, "slice", "slices")} to read
      </strong>
      {exams < fitting && `, drawn from ${fitting}`}.{" "}
      {known > 0 && `${plural(known, "exam is", "exams are")} left out, because a reader has opened or decided them or reads them in another open study.`}
    </p>
  );
}

export function NewStudy({ studies: { readers, scanners } }: { studies: Studies }) {
  const [filled, setFilled] = useState(EMPTY);
  const preview = usePreviewStudy();
  const open = useOpenStudy();
  const draft = draftOf(filled);
  const asked = JSON.stringify(draft && [draft.readers, draft.choice]);
  const [seen, setSeen] = useState("");
  const shown = seen === asked ? preview.data : undefined;
  const hindrance = obstacle(draft, shown);
  const error = preview.error ?? open.error;
  const fill = (change: Partial<Filled>) => setFilled({ ...filled, ...change });
  const look = () => {
    if (draft) preview.mutate(draft, { onSuccess: () => setSeen(asked) });
  };
  const save = () => {
    if (draft && !hindrance) open.mutate(draft, { onSuccess: () => setFilled(EMPTY) });
  };
  return (
    <form
      className="study study--new"
      aria-label="Open a study"
      onSubmit={(event) => {
        event.preventDefault();
        save();
      }}
    >
      <h2>Open a study</h2>
      <TextField label="Name" value={filled.name} onChange={(name) => fill({ name })} />
      <Choices
        legend="Readers"
        options={readers.map(({ id, name }) => ({ value: id, label: name }))}
        chosen={filled.readers}
        onToggle={(reader) => fill({ readers: toggled(filled.readers, reader) })}
      />
      <Choices
        legend="Scanners (none means all)"
        options={scanners.map((scanner) => ({ value: scanner, label: scanner }))}
        chosen={filled.scanners}
        onToggle={(scanner) => fill({ scanners: toggled(filled.scanners, scanner) })}
      />
      <div className="study__numbers">
        <TextField label="Last weeks (all)" isNumber value={filled.weeks} onChange={(weeks) => fill({ weeks })} />
        <TextField label="Sample of exams (all)" isNumber value={filled.sample} onChange={(sample) => fill({ sample })} />
        <TextField label="Seed of the lot" isNumber value={filled.seed} onChange={(seed) => fill({ seed })} />
      </div>
      {shown && <Preview preview={shown} />}
      <p className="quiet" role="status">
        {hindrance}
      </p>
      {error && (
        <p className="study__error" role="alert">
          {error.message}
        </p>
      )}
      <div className="study__ways">
        <button type="button" className="button" disabled={!draft || draft.readers.length < 2 || preview.isPending} onClick={look}>
          Look at the exams
        </button>
        <button className="button button--primary" disabled={hindrance !== "" || open.isPending}>
          Open the study
        </button>
      </div>
    </form>
  );
}
