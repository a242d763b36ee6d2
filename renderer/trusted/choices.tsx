// A question with a few answers of which one holds.
import type { ReactNode } from 'react';
import { useId } from 'react';
import './secret-form.css';
import './desk.css';

export interface Choice<T extends string> {
  readonly value: T;
  readonly label: ReactNode;
  /** Said below it while it is chosen. */
  readonly says?: ReactNode;
}

interface ChoicesProps<T extends string> {
  readonly legend: string;
  readonly value: T;
  readonly options: readonly Choice<T>[];
  readonly onChange: (value: T) => void;
}

export function Choices<T extends string>({ legend, value, options, onChange }: ChoicesProps<T>) {
  const name = useId();
  return (
    <fieldset className="tiers">
      <legend>{legend}</legend>
      {options.map((each) => (
        <label key={each.value}>
          <input type="radio" name={name} checked={each.value === value} onChange={() => onChange(each.value)} />
          <span className="tier-dot" aria-hidden />
          <span>
            {each.label}
            {each.value === value && each.says !== undefined ? <small>{each.says}</small> : null}
          </span>
        </label>
      ))}
    </fieldset>
  );
}

/** The same in one line, for short answers. */
export function Segments<T extends string>({ legend, value, options, onChange }: ChoicesProps<T>) {
  const name = useId();
  return (
    <fieldset className="segments-row">
      <legend className="visually-hidden">{legend}</legend>
      {options.map((each) => (
        <label key={each.value}>
          <input type="radio" name={name} checked={each.value === value} onChange={() => onChange(each.value)} />
          <span>{each.label}</span>
        </label>
      ))}
    </fieldset>
  );
}
