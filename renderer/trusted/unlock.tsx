// Unlocks the vault. A wrong passphrase is said calmly; a vault older than the last one seen opens only with the person's word.
import type { FormEvent } from 'react';
import { useEffect, useRef, useState } from 'react';
import type { QuestionSummary } from '../../app/contract/approval.ts';
import { faultMessages } from '../../app/contract/fault.ts';
import { call, useSending } from './broker.ts';
import { Button, Fault, Tick, Warning } from './controls.tsx';
import { ArchIcon } from './icons.tsx';
import { PassphraseField, take } from './passphrase-field.tsx';
import { VisibleText } from './visible-text.tsx';

interface UnlockProps {
  readonly waiting: readonly QuestionSummary[];
  /** Names that clients with waiting requests give themselves. */
  readonly knocking: readonly string[];
}

export function Unlock({ waiting, knocking }: UnlockProps) {
  const input = useRef<HTMLInputElement>(null);
  const [problem, setProblem] = useState<string>();
  const [rolledBack, setRolledBack] = useState(false);
  const [acceptRollback, setAccept] = useState(false);
  const { busy, fault, send } = useSending();
  useEscape(() => call('window.close', undefined));
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (busy) return;
    const passphrase = take(input);
    if (passphrase === '') return setProblem('Type your passphrase.');
    const failed = await send('vault.unlock', { passphrase, acceptRollback });
    if (failed === 'wrong_passphrase') setProblem(faultMessages.wrong_passphrase);
    if (failed === 'vault_rolled_back') setRolledBack(true);
    if (failed !== null) input.current?.focus();
  };
  return (
    <form onSubmit={submit} noValidate>
      <header className="head">
        <span className="head-mark">
          <ArchIcon />
        </span>
        <div>
          <h1>Unlock Postern</h1>
          <p>
            <Waiting names={[...waiting.map((question) => question.clientName), ...knocking]} />
          </p>
        </div>
      </header>
      <div className="body">
        <PassphraseField
          label="Passphrase"
          input={input}
          focused
          problem={problem}
          onInput={() => setProblem(undefined)}
        />
        {rolledBack ? (
          <Warning>
            {faultMessages.vault_rolled_back}
            <Tick on={acceptRollback} onChange={setAccept} label="I restored a backup: open this older vault">
              What was added since then is not in it. The log will say that you did this.
            </Tick>
          </Warning>
        ) : null}
        {fault === 'wrong_passphrase' || fault === 'vault_rolled_back' ? null : <Fault code={fault} />}
        <footer>
          <Button onClick={() => call('window.close', undefined)}>Cancel</Button>
          <Button tone="go" submit off={busy || (rolledBack && !acceptRollback)}>
            {busy ? 'Unlocking…' : 'Unlock'}
          </Button>
        </footer>
      </div>
    </form>
  );
}

function Waiting({ names }: { readonly names: readonly string[] }) {
  if (names.length === 0) return 'Secrets stay sealed until you do.';
  return (
    <>
      Waiting for you: <VisibleText text={[...new Set(names)].join(', ')} />
    </>
  );
}

function useEscape(then: () => void) {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key === 'Escape') then();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  });
}
