// A field for a number of something, which says what is wrong with it.
import { Field } from './controls.tsx';
import { countProblem } from './count-text.ts';

interface CountFieldProps {
  readonly label: string;
  readonly most: number;
  readonly value: string;
  readonly onChange: (value: string) => void;
}

export function CountField({ label, most, value, onChange }: CountFieldProps) {
  return (
    <Field label={label} problem={countProblem(value, most)}>
      {(ids) => (
        <input
          {...ids}
          className="input"
          inputMode="numeric"
          autoComplete="off"
          value={value}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
      )}
    </Field>
  );
}
