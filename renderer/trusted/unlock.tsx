// Unlocks the vault, by the ways that are open now: the passphrase, the system's own check, the keychain alone, the recovery code.
import type { FormEvent } from 'react';
import { useEffect, useRef, useState } from 'react';
import type { QuestionSummary } from '../../app/contract/approval.ts';
import type { FaultCode } from '../../app/contract/fault.ts';
import { faultMessages } from '../../app/contract/fault.ts';
import type { Opener, WaysIn } from '../../app/contract/keys.ts';
import { call, useSending } from './broker.ts';
import { Button, Fault, Tick, Warning } from './controls.tsx';
import { useEscape } from './escape.ts';
import { PassphraseField, take } from './passphrase-field.tsx';
import { useArmed } from './question/arming.ts';
import { RecoveryField } from './recovery-field.tsx';
import { useSecondsLeft, waitWords } from './seconds.ts';
import { VisibleText } from './visible-text.tsx';
import { WindowHead } from './window-head.tsx';

interface UnlockProps {
  readonly waiting: readonly QuestionSummary[];
  /** Names that clients with waiting requests give themselves. */
  readonly knocking: readonly string[];
  readonly ways: WaysIn;
}

export function Unlock({ waiting, knocking, ways }: UnlockProps) {
  const passphrase = useRef<HTMLInputElement>(null);
  const code = useRef<HTMLTextAreaElement>(null);
  const byPassphrase = ways.wraps.some((wrap) => wrap === 'passphrase' || wrap === 'keychain+passphrase');
  const [recovering, setRecovering] = useState(false);
  const [problem, setProblem] = useState<string>();
  const [rolledBack, setRolledBack] = useState(false);
  const [acceptRollback, setAccept] = useState(false);
  const { busy, fault, send } = useSending();
  const { left, askAgain } = useHeldBack(ways.retryAt);
  // SECURITY P9: where a click is all it takes. The main process counts for itself.
  const armed = useArmed();
  useEscape(() => call('window.close', undefined));
  const quick = ways.quick && !recovering;
  const off = busy || left > 0 || (rolledBack && !acceptRollback);
  const field = recovering ? code : byPassphrase ? passphrase : null;

  const open = async (opener: Opener) => {
    if (off || (opener.kind === 'keychain' && !armed)) return;
    setProblem(undefined);
    const failed = await send('vault.unlock', { opener, acceptRollback });
    if (failed === null) return;
    if (failed === 'vault_rolled_back') setRolledBack(true);
    if (besideField.has(failed) && field !== null) setProblem(faultMessages[failed]);
    askAgain();
    field?.current?.focus();
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (off) return;
    if (field === null) return void open({ kind: 'keychain' });
    const typed = take(field);
    if (typed === '') return setProblem(recovering ? 'Type the whole code.' : 'Type your passphrase.');
    void open(recovering ? { kind: 'recovery', code: typed } : { kind: 'passphrase', passphrase: typed });
  };
  const turnTo = (next: boolean) => {
    setRecovering(next);
    setProblem(undefined);
  };
  const isSaid =
    fault === 'vault_rolled_back' || left > 0 || (field !== null && fault !== null && besideField.has(fault));
  const held = left > 0 ? `Too many wrong tries. You can try again in ${waitWords(left)}.` : undefined;
  return (
    <form onSubmit={submit} noValidate>
      <WindowHead title="Unlock Postern">
        <Waiting names={[...waiting.map((question) => question.clientName), ...knocking]} />
      </WindowHead>
      <div className="body">
        {quick ? (
          <Button tone="go" off={off} onClick={() => open({ kind: 'quick' })}>
            Unlock with fingerprint or account password
          </Button>
        ) : null}
        {recovering ? (
          <RecoveryField
            input={code}
            hint={held ?? 'The code you printed or wrote down. Capitals and dashes do not matter.'}
            problem={held === undefined ? problem : undefined}
            onInput={() => setProblem(undefined)}
            onEnter={() => code.current?.form?.requestSubmit()}
          />
        ) : byPassphrase ? (
          <PassphraseField
            label={quick ? 'Or with the passphrase' : 'Passphrase'}
            input={passphrase}
            focused
            hint={held}
            problem={held === undefined ? problem : undefined}
            onInput={() => setProblem(undefined)}
          />
        ) : (
          <p className="lead">{held ?? 'This vault opens with the key in this computer’s keychain alone.'}</p>
        )}
        <OtherWays
          recovery={ways.wraps.includes('recovery')}
          recovering={recovering}
          keychain={byPassphrase && ways.wraps.includes('keychain')}
          off={off || !armed}
          onRecovery={turnTo}
          onKeychain={() => open({ kind: 'keychain' })}
        />
        {recovering ? <p className="says">Once it is open, Postern lets you choose a new passphrase.</p> : null}
        {rolledBack ? (
          <Warning>
            {faultMessages.vault_rolled_back}
            <Tick on={acceptRollback} onChange={setAccept} label="I restored a backup: open this older vault">
              What was added since then is not in it. The log will say that you did this.
            </Tick>
          </Warning>
        ) : null}
        <Fault code={isSaid ? null : fault} />
        {fault !== null && mendable.has(fault) ? (
          <p className="other-ways">
            <button type="button" className="inline-act" onClick={() => call('restore.window', undefined)}>
              Mend it from a backup…
            </button>
          </p>
        ) : null}
        <footer>
          <Button onClick={() => call('window.close', undefined)}>Cancel</Button>
          <Button tone={quick ? 'plain' : 'go'} submit off={off || (field === null && !armed)}>
            {busy ? 'Unlocking…' : 'Unlock'}
          </Button>
        </footer>
      </div>
    </form>
  );
}

/** What is wrong with what was typed is said beside the field. */
const besideField: ReadonlySet<FaultCode> = new Set([
  'wrong_passphrase',
  'wrong_recovery_code',
  'recovery_code_mistyped',
  'unlock_too_soon',
]);

/** A backup may hold what the vault lost. */
const mendable: ReadonlySet<FaultCode> = new Set(['vault_corrupt', 'vault_truncated']);

/** Seconds until the next try; asks the broker anew after each that failed. */
function useHeldBack(retryAt: number | null) {
  const [until, setUntil] = useState(retryAt);
  useEffect(() => setUntil(retryAt), [retryAt]);
  const askAgain = () => {
    call('subject.get', undefined).then(
      (subject) => setUntil(subject?.kind === 'unlock' ? subject.ways.retryAt : null),
      () => undefined,
    );
  };
  return { left: useSecondsLeft(until), askAgain };
}

interface OtherWaysProps {
  readonly recovery: boolean;
  readonly recovering: boolean;
  readonly keychain: boolean;
  readonly off: boolean;
  readonly onRecovery: (on: boolean) => void;
  readonly onKeychain: () => void;
}

function OtherWays({ recovery, recovering, keychain, off, onRecovery, onKeychain }: OtherWaysProps) {
  if (!recovery && !keychain) return null;
  return (
    <p className="other-ways">
      {recovery ? (
        <button type="button" className="inline-act" onClick={() => onRecovery(!recovering)}>
          {recovering ? 'Use another way' : 'Use the recovery code instead'}
        </button>
      ) : null}
      {keychain && !recovering ? (
        <button type="button" className="inline-act" aria-disabled={off} onClick={onKeychain}>
          Open with the keychain alone
        </button>
      ) : null}
    </p>
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
