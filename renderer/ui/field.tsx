// The one-line fields of the main window: a search box with its shortcut.
import { Search, X } from 'lucide-react';
import type { KeyboardEvent, Ref } from 'react';
import './field.css';

interface SearchFieldProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly onKeyDown?: (event: KeyboardEvent) => void;
  /** The key that brings the focus here, when there is one. */
  readonly shortcut?: string;
  readonly ref?: Ref<HTMLInputElement>;
}

/** Escape empties it. */
export function SearchField({ label, value, onChange, onKeyDown, shortcut, ref }: SearchFieldProps) {
  return (
    <div className="search-field">
      <Search size={14} aria-hidden />
      <input
        ref={ref}
        type="search"
        aria-label={label}
        placeholder={label}
        value={value}
        spellCheck={false}
        autoComplete="off"
        onChange={(event) => onChange(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape') onChange('');
          onKeyDown?.(event);
        }}
      />
      {value === '' && shortcut !== undefined ? <kbd aria-hidden>{shortcut}</kbd> : null}
      {value === '' ? null : (
        <button type="button" aria-label="Clear the search" onClick={() => onChange('')}>
          <X size={13} aria-hidden />
        </button>
      )}
    </div>
  );
}
