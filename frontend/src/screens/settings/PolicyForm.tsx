// A new version of the policy: typed, looked at in the light of the last exams, then saved.
import { useState } from "react";

import type { PolicyTerms } from "../../contract/index.ts";
import { AREA_RANGE_CM2, isSameTerms, readTerms, SLICES_RANGE, type Terms } from "../../domain/policy.ts";
import { usePreviewPolicy, useSavePolicy } from "../../state/policies.ts";
import { PolicyPreview } from "./PolicyPreview.tsx";

const NOTE_LENGTH = 400;

interface NumberFieldProps {
  label: string;
  value: string;
  range: { min: number; max: number };
  step: number | "any";
  onChange: (value: string) => void;
}

function NumberField({ label, value, range, step, onChange }: NumberFieldProps) {
  return (
    <label>
      {label}
      <input
        className="field"
        type="number"
        inputMode="decimal"
        required
        step={step}
        {...range}
        value={value}
        onChange={(event) => onChange(event.target.value)}
      />
    </label>
  );
}

/** Why the form cannot be saved as it is, or empty when it can. */
function obstacle(terms: Terms | null, inForce: Terms, previewed: Terms | undefined): string {
  if (terms === null) return "A whole number of slices from 1 to 40, and an area from 0 to 1000 cm².";
  if (isSameTerms(terms, inForce)) return "This is what is in force.";
  return isSameTerms(terms, previewed) ? "" : "Preview the change before you save it.";
}

export function PolicyForm({ inForce }: { inForce: PolicyTerms }) {
  const [slices, setSlices] = useState(String(inForce.diagnostic_slices));
  const [area, setArea] = useState(String(inForce.measurable_area_cm2));
  const [note, setNote] = useState("");
  const preview = usePreviewPolicy();
  const save = useSavePolicy();
  const terms = readTerms(slices, area);
  const shown = isSameTerms(terms, preview.variables) ? preview.data : undefined;
  const hindrance = obstacle(terms, inForce, shown && preview.variables);
  const error = preview.error ?? save.error;
  return (
    <form
      className="settings__panel policy-form"
      aria-label="Change the policy"
      onSubmit={(event) => {
        event.preventDefault();
        if (terms && !hindrance) save.mutate({ ...terms, note });
      }}
    >
      <h2>Change the policy</h2>
      <div className="policy-form__terms">
        <NumberField label="Diagnostic slices, at least" value={slices} range={SLICES_RANGE} step={1} onChange={setSlices} />
        <NumberField label="Measurable area in them, cm², at least" value={area} range={AREA_RANGE_CM2} step="any" onChange={setArea} />
      </div>
      <label>
        Why (kept with the version)
        <input className="field" maxLength={NOTE_LENGTH} value={note} onChange={(event) => setNote(event.target.value)} />
      </label>
      {shown && <PolicyPreview preview={shown} />}
      <p className="quiet" role="status">
        {hindrance}
      </p>
      <p className="policy-form__error" role="alert">
        {error?.message}
      </p>
      <div className="policy-form__buttons">
        <button
          type="button"
          className="button"
          disabled={terms === null || isSameTerms(terms, inForce) || preview.isPending}
          onClick={() => terms && preview.mutate(terms)}
        >
          Preview
        </button>
        <button className="button button--primary" disabled={hindrance !== "" || save.isPending}>
          Save
        </button>
      </div>
    </form>
  );
}
