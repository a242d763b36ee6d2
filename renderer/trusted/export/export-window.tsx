// Writes values in plain text to a file: the only way by which they leave the vault for good. SECURITY P9: needs a proof.
import type { FormEvent } from 'react';
import { useEffect, useMemo, useRef, useState } from 'react';
import type { TrustedResult } from '../../../app/contract/trusted-channels.ts';
import type { RecordId } from '../../../app/contract/vocabulary.ts';
import { call } from '../broker.ts';
import { Button, Field, Tick, Warning } from '../controls.tsx';
import { useEscape } from '../escape.ts';
import { LongList } from '../long-list.tsx';
import { ProofPrompt } from '../proof-prompt.tsx';
import { useProof } from '../use-proof.ts';
import { WindowHead } from '../window-head.tsx';
import { ExportReport } from './export-report.tsx';
import { matching, toggled } from './selection.ts';

interface ExportWindowProps {
  readonly secrets: readonly { readonly id: RecordId; readonly name: string }[];
}

export function ExportWindow({ secrets }: ExportWindowProps) {
  const search = useRef<HTMLInputElement>(null);
  const [words, setWords] = useState('');
  const [chosen, setAll] = useState<ReadonlySet<RecordId>>(new Set());
  const [written, setWritten] = useState<TrustedResult<'export.plain'> | null>(null);
  const proof = useProof();
  const busy = proof.state.kind === 'busy';
  const setChosen = (next: ReadonlySet<RecordId>) => {
    // The proof that was asked for was for other secrets.
    proof.drop();
    setAll(next);
  };
  const listed = useMemo(() => matching(secrets, words), [secrets, words]);
  // What was removed meanwhile is not asked for.
  const ids = useMemo(() => secrets.map(({ id }) => id).filter((id) => chosen.has(id)), [secrets, chosen]);
  const close = () => call('window.close', undefined);
  useEscape(() => (busy ? undefined : close()));
  useEffect(() => search.current?.focus(), []);
  const off = busy || ids.length === 0;
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (off || proof.state.kind === 'asking') return;
    const done = await proof.prove((given) => call('export.plain', { ids, proof: given }));
    // 0 and nothing left out: no place was picked.
    if (done !== null && (done.value.written > 0 || done.value.left.length > 0)) setWritten(done.value);
  };
  if (written !== null) return <ExportReport {...written} />;
  const put = (on: boolean) =>
    setChosen(
      toggled(
        chosen,
        listed.map(({ id }) => id),
        on,
      ),
    );
  return (
    <form onSubmit={submit} noValidate>
      <WindowHead title="Export as plain text">As a .env file. For a copy that stays sealed, save a backup.</WindowHead>
      <div className="body">
        <Warning tone="danger">
          The file holds the values in plain text. Any program of your account, any agent and any backup can read it for
          as long as it is there. Postern cannot redact, log or take back what is used from it.
        </Warning>
        <Field label="Secrets">
          {(fieldIds) => (
            <input
              {...fieldIds}
              ref={search}
              className="input"
              type="search"
              placeholder={`Search ${secrets.length}`}
              spellCheck={false}
              autoComplete="off"
              value={words}
              onChange={(event) => setWords(event.currentTarget.value)}
            />
          )}
        </Field>
        <p className="list-acts">
          <span aria-live="polite">
            {ids.length} of {secrets.length} chosen
          </span>
          <button type="button" className="inline-act" onClick={() => put(true)}>
            {words.trim() === '' ? 'All' : 'All that are shown'}
          </button>
          <button type="button" className="inline-act" onClick={() => put(false)}>
            None
          </button>
        </p>
        {listed.length === 0 ? (
          <p className="lead">{secrets.length === 0 ? 'There is no secret yet.' : 'No name fits.'}</p>
        ) : (
          <LongList label="Secrets" items={listed} rowHeight={36} height={252} keyOf={({ id }) => id}>
            {({ id, name }) => (
              <div className="tick-row" title={name}>
                <Tick
                  on={chosen.has(id)}
                  onChange={(on) => setChosen(toggled(chosen, [id], on))}
                  label={<span className="mono">{name}</span>}
                />
              </div>
            )}
          </LongList>
        )}
        <ProofPrompt ask={proof} to="write values in plain text" does="Write the file" />
        <footer>
          {proof.state.kind === 'asking' ? null : <Button onClick={close}>Cancel</Button>}
          {proof.state.kind === 'asking' ? null : (
            <Button tone="stop" submit off={off}>
              {busy ? 'Waiting…' : `Write ${ids.length === 1 ? '1 secret' : `${ids.length} secrets`} to a file…`}
            </Button>
          )}
        </footer>
      </div>
    </form>
  );
}
