// The fields of a secret in their order: one stands plain, several stand in boxes that can be moved and removed, by keyboard too.
import type { ReactNode } from 'react';
import { useLayoutEffect, useRef } from 'react';
import { maxFields } from '../../app/contract/secret.ts';
import { FieldRow } from './field-row.tsx';
import type { FieldText } from './field-text.ts';
import { moved, withAnother } from './field-text.ts';
import type { Problems } from './form-problems.ts';
import { CrossIcon, DownIcon, UpIcon } from './icons.tsx';

interface FieldListProps {
  readonly fields: readonly FieldText[];
  readonly problems: Problems['fields'];
  /** Called with null when the text area goes. */
  readonly hold: (key: string, element: HTMLTextAreaElement | null) => void;
  readonly onInput: (key: string) => void;
  readonly onChange: (fields: readonly FieldText[]) => void;
}

export function FieldList({ fields, problems, hold, onInput, onChange }: FieldListProps) {
  const list = useRef<HTMLDivElement>(null);
  /** What has the focus once the rows stand in their new order. */
  const next = useRef<string>(null);
  useLayoutEffect(() => {
    if (next.current !== null) list.current?.querySelector<HTMLElement>(next.current)?.focus();
    next.current = null;
  });
  const set = (key: string, part: Partial<FieldText>) =>
    onChange(fields.map((field) => (field.key === key ? { ...field, ...part } : field)));
  const move = (key: string, by: -1 | 1) => {
    next.current = `[data-row="${key}"] [data-move="${by}"]`;
    onChange(moved(fields, key, by));
  };
  const remove = (key: string) => {
    // Beside a single field that button is folded away.
    next.current = fields.length === 2 ? 'textarea, input' : '.another-field';
    onChange(fields.filter((field) => field.key !== key));
  };
  const alone = fields.length === 1;
  const another = fields.length < maxFields && (
    <button
      type="button"
      className="inline-act another-field"
      onClick={() => {
        const more = withAnother(fields);
        next.current = `[data-row="${more.at(-1)?.key}"] textarea`;
        onChange(more);
      }}
    >
      Another field
    </button>
  );
  return (
    <div ref={list} className={alone ? undefined : 'field-boxes'}>
      {fields.map((field, at) => (
        <fieldset key={field.key} className={alone ? 'field-plain' : 'field-box'} data-row={field.key}>
          <legend className="visually-hidden">{field.name === '' ? 'New field' : `Field ${field.name}`}</legend>
          <FieldRow
            field={field}
            alone={alone}
            another={another}
            problems={problems[field.key] ?? {}}
            hold={(element) => hold(field.key, element)}
            onInput={() => onInput(field.key)}
            onChange={(part) => set(field.key, part)}
          />
          {alone ? null : (
            <div className="field-box-acts">
              <IconButton label={`Move ${field.name} up`} move={-1} off={at === 0} onClick={() => move(field.key, -1)}>
                <UpIcon />
              </IconButton>
              <IconButton
                label={`Move ${field.name} down`}
                move={1}
                off={at === fields.length - 1}
                onClick={() => move(field.key, 1)}
              >
                <DownIcon />
              </IconButton>
              <IconButton label={`Remove ${field.name}`} onClick={() => remove(field.key)}>
                <CrossIcon />
              </IconButton>
            </div>
          )}
        </fieldset>
      ))}
      {alone ? null : another}
    </div>
  );
}

interface IconButtonProps {
  readonly label: string;
  readonly move?: -1 | 1;
  readonly off?: boolean;
  readonly onClick: () => void;
  readonly children: ReactNode;
}

function IconButton({ label, move, off = false, onClick, children }: IconButtonProps) {
  return (
    <button
      type="button"
      className="icon-act"
      aria-label={label}
      title={label}
      data-move={move}
      aria-disabled={off}
      onClick={() => {
        if (!off) onClick();
      }}
    >
      {children}
    </button>
  );
}
