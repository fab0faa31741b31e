// The fields of a new study.

interface TextFieldProps {
  label: string;
  value: string;
  isNumber?: boolean;
  onChange: (value: string) => void;
}

export function TextField({ label, value, isNumber = false, onChange }: TextFieldProps) {
  return (
    <label>
      {label}
      <input
        className="field"
        inputMode={isNumber ? "numeric" : "text"}
        maxLength={isNumber ? 9 : 80}
        value={value}
        onChange={(event) => onChange(event.target.value)}
      />
    </label>
  );
}

interface ChoicesProps<T> {
  legend: string;
  options: { value: T; label: string }[];
  chosen: T[];
  onToggle: (value: T) => void;
}

export function Choices<T extends string | number>({ legend, options, chosen, onToggle }: ChoicesProps<T>) {
  return (
    <fieldset className="study__choices">
      <legend>{legend}</legend>
      {options.map(({ value, label }) => (
        <label key={value} className="rail__choice">
          <input type="checkbox" checked={chosen.includes(value)} onChange={() => onToggle(value)} />
          <span className="rail__label">{label}</span>
        </label>
      ))}
    </fieldset>
  );
}
