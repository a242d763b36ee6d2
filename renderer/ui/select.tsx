// One choice out of many, or none: the browser's own list, under a label.
import { useId } from 'react';
import './field.css';

interface SelectProps {
  readonly label: string;
  readonly options: readonly { readonly value: string; readonly text: string }[];
  /** null: any. */
  readonly value: string | null;
  readonly onChange: (value: string | null) => void;
}

export function Select({ label, options, value, onChange }: SelectProps) {
  const id = useId();
  return (
    <div className="select">
      <label htmlFor={id}>{label}</label>
      <select
        id={id}
        value={value ?? ''}
        onChange={({ currentTarget }) => onChange(currentTarget.value === '' ? null : currentTarget.value)}
      >
        <option value="">Any</option>
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.text}
          </option>
        ))}
      </select>
    </div>
  );
}
