// Where an import comes from. A file is chosen in the system's own dialog; the page never learns its path.
import type { FormEvent, RefObject } from 'react';
import { useRef, useState } from 'react';
import { faultMessages } from '../../../app/contract/fault.ts';
import type { ImportPreview, ImportSource } from '../../../app/contract/import.ts';
import { call } from '../broker.ts';
import { Button, Fault, Field } from '../controls.tsx';
import { useEscape } from '../escape.ts';
import { PassphraseField, take } from '../passphrase-field.tsx';
import { useAct } from '../use-act.ts';
import { WindowHead } from '../window-head.tsx';
import { sourceGroups } from './import-words.ts';

interface SourcePickProps {
  readonly onRead: (source: ImportSource, preview: ImportPreview) => void;
}

export function SourcePick({ onRead }: SourcePickProps) {
  const password = useRef<HTMLInputElement>(null);
  const [source, setSource] = useState<ImportSource>('dotenv');
  const [item, setItem] = useState('');
  const [problem, setProblem] = useState<string>();
  const { busy, fault, act, clear } = useAct();
  const close = () => call('window.close', undefined);
  useEscape(() => (busy ? undefined : close()));
  const pick = (next: ImportSource) => {
    setSource(next);
    setProblem(undefined);
    clear();
  };
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const name = source === 'keychain' ? item.trim() : null;
    if (busy) return;
    if (name === '') return setProblem('Type the name of the item.');
    const typed = source === 'keepassxc' ? take(password) : '';
    if (source === 'keepassxc' && typed === '') return setProblem('Type the password of the database.');
    const done = await act(() => call('import.read', { source, password: typed === '' ? null : typed, name }));
    if (done !== null && done.value !== null) onRead(source, done.value);
  };
  const wrong = fault === 'import_wrong_password' ? faultMessages[fault] : undefined;
  return (
    <form onSubmit={submit} noValidate>
      <WindowHead title="Import secrets">You see everything first. Nothing is written before you say so.</WindowHead>
      <div className="body">
        <Sources source={source} onPick={pick} />
        {source === 'keepassxc' ? (
          <DatabasePassword input={password} problem={problem ?? wrong} onInput={() => setProblem(undefined)} />
        ) : null}
        {source === 'keychain' ? (
          <Field label="Name of the item" hint="As your keychain’s own window shows it." problem={problem}>
            {(ids) => (
              <input
                {...ids}
                className="input"
                maxLength={500}
                spellCheck={false}
                autoComplete="off"
                value={item}
                onChange={(event) => {
                  setItem(event.currentTarget.value);
                  setProblem(undefined);
                }}
              />
            )}
          </Field>
        ) : null}
        <Fault code={wrong === undefined ? fault : null} />
        <footer>
          <Button onClick={close}>Cancel</Button>
          <Button tone="go" submit off={busy}>
            {busy ? 'Reading…' : source === 'pass' || source === 'keychain' ? 'Read it' : 'Choose a file…'}
          </Button>
        </footer>
      </div>
    </form>
  );
}

function Sources({ source, onPick }: { readonly source: ImportSource; readonly onPick: (next: ImportSource) => void }) {
  const chosen = sourceGroups.flatMap(({ sources }) => sources).find((each) => each.source === source);
  return (
    <fieldset className="sources" aria-describedby="source-says">
      <legend className="visually-hidden">Where from</legend>
      {sourceGroups.map(({ title, sources }) => (
        <div key={title} className="source-group">
          <h2>{title}</h2>
          {sources.map((each) => (
            <label key={each.source}>
              <input
                type="radio"
                name="source"
                // biome-ignore lint/a11y/noAutofocus: the window was opened to answer this
                autoFocus={each.source === 'dotenv'}
                checked={each.source === source}
                onChange={() => onPick(each.source)}
              />
              <span>{each.name}</span>
            </label>
          ))}
        </div>
      ))}
      <p id="source-says" className="source-says" aria-live="polite">
        {chosen?.says}
      </p>
    </fieldset>
  );
}

interface DatabasePasswordProps {
  readonly input: RefObject<HTMLInputElement | null>;
  readonly problem: string | undefined;
  readonly onInput: () => void;
}

function DatabasePassword({ input, problem, onInput }: DatabasePasswordProps) {
  return (
    <PassphraseField
      label="Password of the database"
      input={input}
      focused
      hint="Postern hands it to keepassxc-cli once, and keeps it nowhere."
      problem={problem}
      onInput={onInput}
    />
  );
}
