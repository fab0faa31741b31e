// Overriding in place: quality, reason with its advice, note. Beside the pictures, never over them.
import { useEffect, useRef } from "react";

import type { Reason, ReasonCode, SliceDetail } from "../../contract/index.ts";
import { formatPosition } from "../../domain/format.ts";
import { adviceAfter } from "../../domain/reasons.ts";
import { needsReason, QUALITIES, wordsOfQuality, type Quality } from "../../domain/verdict.ts";
import { useReasons } from "../../state/site.ts";
import { ActionButton, useActions, type Action } from "../shell/actions.tsx";
import { isComplete, type OverrideDraft } from "./useOverrideDrafts.ts";
import "./override.css";

const QUALITY_KEYS: Record<Quality, string> = { diagnostic: "d", limited: "l", non_diagnostic: "x" };

interface FormProps {
  slice: Pick<SliceDetail, "location_mm">;
  /** Of the exam, where it is told: what to do depends on it. */
  sequence?: string;
  /** Before "the slice at ...". */
  title: string;
  draft: OverrideDraft;
  onChange: (draft: OverrideDraft) => void;
  onSave: (draft: OverrideDraft) => void;
  onCancel: () => void;
}

interface ChoiceProps {
  group: string;
  label: string;
  hint?: string;
  choiceKey: string;
  isOn: boolean;
  onChoose: () => void;
}

function Choice({ group, label, hint, choiceKey, isOn, onChoose }: ChoiceProps) {
  return (
    <label className="choice" title={hint}>
      <input type="radio" name={group} checked={isOn} onChange={onChoose} />
      <span className="choice__label">{label}</span>
      <kbd aria-hidden="true">{choiceKey.toUpperCase()}</kbd>
    </label>
  );
}

function Note({ value, onChange, onSave }: { value: string; onChange: (note: string) => void; onSave: () => void }) {
  return (
    <label className="override__note">
      Note, if there is more to say
      <textarea
        className="field"
        rows={2}
        value={value}
        onChange={(event) => onChange(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === "Escape") event.currentTarget.blur();
          if (event.key === "Enter" && event.ctrlKey) onSave();
        }}
      />
    </label>
  );
}

function Reasons({ reasons, chosen, onChoose }: { reasons: Reason[]; chosen: ReasonCode | null; onChoose: (code: ReasonCode) => void }) {
  const advice = reasons.find(({ code }) => code === chosen)?.advice;
  return (
    <fieldset>
      <legend>Why</legend>
      {reasons.map(({ code, name, advice: hint }, place) => (
        <Choice
          key={code}
          group="reason"
          label={name}
          hint={hint}
          choiceKey={String(place + 1)}
          isOn={code === chosen}
          onChoose={() => onChoose(code)}
        />
      ))}
      {advice && <p className="override__advice">{advice}</p>}
    </fieldset>
  );
}

export function OverrideForm({ slice, sequence = "", title, draft, onChange, onSave, onCancel }: FormProps) {
  const reasons = (useReasons().data ?? []).map((one) => ({ ...one, advice: adviceAfter(one, sequence) }));
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => form.current?.focus(), []);

  const chooseQuality = (quality: Quality) =>
    onChange({ ...draft, quality, reason: needsReason(quality) ? draft.reason : null });
  const chooseReason = (reason: ReasonCode) => onChange({ ...draft, reason });
  const asksReason = needsReason(draft.quality);
  const canSave = isComplete(draft);
  const save = () => canSave && onSave(draft);

  const saveAction: Action = { label: "Save", key: "Enter", keyName: "Enter", run: save, isEnabled: canSave };
  const cancelAction: Action = { label: "Cancel", key: "Escape", keyName: "Esc", run: onCancel };
  useActions([
    saveAction,
    cancelAction,
    ...QUALITIES.map((quality) => ({
      label: `Quality: ${wordsOfQuality(quality).toLowerCase()}`,
      key: QUALITY_KEYS[quality],
      run: () => chooseQuality(quality),
    })),
    ...reasons.map(({ code, name }, place) => ({
      label: `Reason: ${name.toLowerCase()}`,
      key: String(place + 1),
      run: () => chooseReason(code),
      isEnabled: asksReason,
    })),
  ], "Override");

  return (
    <form ref={form} className="override" tabIndex={-1} aria-label={title} onSubmit={(event) => event.preventDefault()}>
      <h2>
        {title} the slice at {formatPosition(slice.location_mm)}
      </h2>
      <fieldset>
        <legend>Quality</legend>
        {QUALITIES.map((quality) => (
          <Choice
            key={quality}
            group="quality"
            label={wordsOfQuality(quality)}
            choiceKey={QUALITY_KEYS[quality]}
            isOn={draft.quality === quality}
            onChoose={() => chooseQuality(quality)}
          />
        ))}
      </fieldset>
      {asksReason && <Reasons reasons={reasons} chosen={draft.reason} onChoose={chooseReason} />}
      <Note value={draft.note} onChange={(note) => onChange({ ...draft, note })} onSave={save} />
      <div className="override__end">
        <ActionButton action={saveAction} className="button--primary" />
        <ActionButton action={cancelAction} />
      </div>
    </form>
  );
}
