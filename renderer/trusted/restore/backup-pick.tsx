// Which backup, and what opens it. What is typed lives in the elements alone, never in React's state.
import type { FormEvent } from 'react';
import { useState } from 'react';
import type { Opener } from '../../../app/contract/keys.ts';
import type { TrustedParams } from '../../../app/contract/trusted-channels.ts';
import { call } from '../broker.ts';
import { Choices } from '../choices.tsx';
import { Button, Fault } from '../controls.tsx';
import { useEscape } from '../escape.ts';
import { useAct } from '../use-act.ts';
import { WindowHead } from '../window-head.tsx';
import { automaticBackups } from './backup-words.ts';
import { isSaidAtOpener, OpenerFields, useOpener } from './opener-fields.tsx';

export type Pick = TrustedParams<'backup.open'>['pick'];

interface BackupPickProps<T> {
  readonly title: string;
  readonly says: string;
  readonly rolling: readonly string[];
  /** Which passphrase is meant. */
  readonly opens: string;
  /** null: the person chose no file. */
  readonly look: (pick: Pick, opener: Opener) => Promise<T | null>;
  readonly onView: (view: T) => void;
  readonly onSave?: () => void;
}

const fromFile = 'file';

export function BackupPick<T>({ title, says, rolling, opens, look, onView, onSave }: BackupPickProps<T>) {
  const backups = automaticBackups(rolling, Date.now());
  const [picked, setPicked] = useState(backups[0]?.name ?? fromFile);
  const opener = useOpener();
  const { busy, fault, act, clear } = useAct();
  const close = () => call('window.close', undefined);
  useEscape(() => (busy ? undefined : close()));
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (busy) return;
    const typed = opener.take();
    if (typed === null) return;
    const pick: Pick = picked === fromFile ? { kind: 'file' } : { kind: 'rolling', name: picked };
    const done = await act(() => look(pick, typed));
    if (done !== null && done.value !== null) onView(done.value);
  };
  return (
    <form onSubmit={submit} noValidate>
      <WindowHead title={title}>{says}</WindowHead>
      <div className="body">
        <Choices
          legend="Backup"
          value={picked}
          options={[
            ...backups.map(({ name, says: day, vault }) => ({
              value: name,
              label: vault === null ? day : `${day}, of vault ${vault}`,
              says: 'Made by itself, in Postern’s own folder.',
            })),
            { value: fromFile, label: 'A file…', says: 'You choose it in the next step.' },
          ]}
          onChange={(value) => {
            setPicked(value);
            clear();
          }}
        />
        <OpenerFields opener={opener} hint={opens} fault={fault} onInput={clear} />
        <Fault code={isSaidAtOpener(fault, opener.kind) ? null : fault} />
        <footer>
          {onSave === undefined ? null : (
            <span className="footer-side">
              <button type="button" className="inline-act" onClick={onSave}>
                Save a backup instead…
              </button>
            </span>
          )}
          <Button onClick={close}>Cancel</Button>
          <Button tone="go" submit off={busy}>
            {busy ? 'Opening…' : picked === fromFile ? 'Choose a file…' : 'Look into it'}
          </Button>
        </footer>
      </div>
    </form>
  );
}
