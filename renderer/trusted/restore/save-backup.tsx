// Saves a backup at a place that the person picks, opened as the vault is, or by a passphrase of its own.
import type { FormEvent } from 'react';
import { useRef, useState } from 'react';
import { call } from '../broker.ts';
import { Choices } from '../choices.tsx';
import { Button } from '../controls.tsx';
import { useEscape } from '../escape.ts';
import { Done } from '../keys/done.tsx';
import { NewPassphrase, type NewPassphraseRefs, newPassphraseProblem, noProblem } from '../new-passphrase.tsx';
import { take } from '../passphrase-field.tsx';
import { ProofPrompt } from '../proof-prompt.tsx';
import { strengthOf } from '../strength.ts';
import { useProof } from '../use-proof.ts';
import { WindowHead } from '../window-head.tsx';

export function SaveBackup({ onBack }: { readonly onBack: () => void }) {
  const own: NewPassphraseRefs = { first: useRef(null), second: useRef(null) };
  const [how, setHow] = useState<'vault' | 'own'>('vault');
  const [problem, setProblem] = useState(noProblem);
  const [strength, setStrength] = useState(() => strengthOf(''));
  const [saved, setSaved] = useState(false);
  const proof = useProof();
  const busy = proof.state.kind === 'busy';
  useEscape(() => (busy ? undefined : onBack()));
  const typed = () => {
    setProblem(noProblem);
    setStrength(strengthOf(own.first.current?.value ?? ''));
    proof.drop();
  };
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (busy || proof.state.kind === 'asking') return;
    const wrong = how === 'own' ? newPassphraseProblem(own) : noProblem;
    setProblem(wrong);
    if (wrong !== noProblem) return;
    const chosen = () => (how === 'own' ? (own.first.current?.value ?? '') : null);
    const done = await proof.prove((given) => call('backup.save', { passphrase: chosen(), proof: given }));
    if (done === null || !done.value.written) return;
    take(own.first);
    take(own.second);
    setSaved(true);
  };
  if (saved)
    return (
      <Done title="The backup is saved" says="At the place that you picked." onBack={onBack}>
        Everything in it is sealed. Keep it where you would find it without this computer.
      </Done>
    );
  return (
    <form onSubmit={submit} noValidate>
      <WindowHead title="Save a backup">One sealed file with all secrets, agents and settings.</WindowHead>
      <div className="body">
        <Choices
          legend="What opens it"
          value={how}
          options={[
            {
              value: 'vault',
              label: 'The same as the vault',
              says: 'With the passphrase of today. Where the vault needs this computer’s keychain, so does the backup; elsewhere only the recovery code opens it then.',
            },
            {
              value: 'own',
              label: 'A passphrase of its own',
              says: 'With it, it opens on any computer. Choose a strong one: the file can be copied and guessed at.',
            },
          ]}
          onChange={(next) => {
            setHow(next);
            proof.drop();
          }}
        />
        {how === 'own' ? (
          <NewPassphrase
            refs={own}
            label="Passphrase of the backup"
            problem={problem}
            strength={strength}
            onInput={typed}
          />
        ) : null}
        <ProofPrompt ask={proof} to="save a backup of everything" does="Choose a place…" />
        {proof.state.kind === 'asking' ? null : (
          <footer>
            <Button off={busy} onClick={onBack}>
              Back
            </Button>
            <Button tone="go" submit off={busy}>
              {busy ? 'Saving…' : 'Choose a place…'}
            </Button>
          </footer>
        )}
      </div>
    </form>
  );
}
