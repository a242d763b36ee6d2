// One candidate of an import: its name, what it is and where it stands, and what is done with it.
import type { ImportItem } from '../../../app/contract/import.ts';
import { kindWords } from '../../tokens/words.ts';
import { VisibleText } from '../visible-text.tsx';
import { classWords } from './import-words.ts';
import type { RowChoice, RowChoiceKind } from './row-choices.ts';
import { optionsFor } from './row-choices.ts';

interface ImportRowProps {
  readonly item: ImportItem;
  /** null: not decided. */
  readonly choice: RowChoice | null;
  readonly problem: string | undefined;
  readonly isCurrent: boolean;
  readonly onLook: () => void;
  readonly onChoose: (choice: RowChoice) => void;
}

export function ImportRow({ item, choice, problem, isCurrent, onLook, onChoose }: ImportRowProps) {
  const options = optionsFor[item.class];
  const choose = (value: string) => {
    const kind = options.find((each) => each === value);
    if (kind !== undefined) onChoose(kind === 'rename' ? { kind, text: item.name } : { kind });
    onLook();
  };
  return (
    <div className={isCurrent ? 'import-row import-row--current' : 'import-row'}>
      <div className="import-about">
        {choice?.kind === 'rename' ? (
          <input
            className="input input--code"
            aria-label={`New name for ${item.name}`}
            aria-invalid={problem !== undefined}
            title={problem}
            // biome-ignore lint/a11y/noAutofocus: the person just chose to type here
            autoFocus
            maxLength={128}
            spellCheck={false}
            autoComplete="off"
            value={choice.text}
            onFocus={onLook}
            onChange={(event) => onChoose({ kind: 'rename', text: event.currentTarget.value })}
          />
        ) : (
          <button type="button" className="import-name" aria-pressed={isCurrent} onClick={onLook} title={item.name}>
            {item.name}
          </button>
        )}
        <small>
          <span className={`class-tag class-tag--${item.class}`}>{classWords[item.class]}</span>
          {kindWords[item.kind]} · {item.fields.length === 1 ? '1 field' : `${item.fields.length} fields`}
          {item.notes.length === 0 ? '' : item.notes.length === 1 ? ' · 1 note' : ` · ${item.notes.length} notes`} ·{' '}
          <VisibleText text={item.from} />
        </small>
      </div>
      <select
        className="input"
        aria-label={`What to do with ${item.name}`}
        value={choice?.kind ?? ''}
        onChange={(event) => choose(event.currentTarget.value)}
      >
        {choice === null ? <option value="">Choose…</option> : null}
        {options.map((kind) => (
          <option key={kind} value={kind}>
            {choiceWords[kind]}
          </option>
        ))}
      </select>
    </div>
  );
}

const choiceWords: Readonly<Record<RowChoiceKind, string>> = {
  add: 'Add',
  rename: 'Rename',
  skip: 'Leave out',
  replace: 'Replace',
};
