// What the person sets about locking and asking. SECURITY P9: what loosens anything needs a proof, which the broker demands.
import type { FormEvent } from 'react';
import { useState } from 'react';
import type { Settings } from '../../../app/contract/settings.ts';
import { call } from '../broker.ts';
import { Field, Tick } from '../controls.tsx';
import { useEscape } from '../escape.ts';
import { ProofPrompt } from '../proof-prompt.tsx';
import { SaveFooter } from '../save-footer.tsx';
import { useProof } from '../use-proof.ts';
import { WindowHead } from '../window-head.tsx';
import { clipboardChoices, hoursWords, idleChoices, secondsWords } from './setting-choices.ts';
import './settings.css';

interface SettingsWindowProps {
  readonly settings: Settings;
  /** The system could ask whether the person is here. */
  readonly canAsk: boolean;
}

export function SettingsWindow({ settings, canAsk }: SettingsWindowProps) {
  const [next, setNext] = useState(settings);
  const proof = useProof();
  const busy = proof.state.kind === 'busy';
  const asking = proof.state.kind === 'asking';
  const close = () => call('window.close', undefined);
  useEscape(() => (busy ? undefined : close()));
  const change = (part: Partial<Settings>) => {
    // The proof that was asked for was for something else.
    proof.drop();
    setNext({ ...next, ...part });
  };
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    // The broker closes the window when it is done.
    if (!busy && !asking) await proof.tryWithout((given) => call('settings.save', { settings: next, proof: given }));
  };
  return (
    <form onSubmit={submit} noValidate>
      <WindowHead title="Locking and asking">
        What makes Postern stricter is saved at once. What loosens it asks whether it is you.
      </WindowHead>
      <div className="body">
        <Hours hours={next.sessionHours} onChange={(sessionHours) => change({ sessionHours })} />
        <div className="settings-pair">
          <Field label="Lock while you are away" hint="Without keyboard or mouse.">
            {(ids) => (
              <select
                {...ids}
                className="input"
                value={next.idleMinutes ?? ''}
                onChange={({ currentTarget: { value } }) =>
                  change({ idleMinutes: value === '' ? null : Number(value) })
                }
              >
                <option value="">Off</option>
                {idleChoices(settings.idleMinutes).map((minutes) => (
                  <option key={minutes} value={minutes}>
                    After {minutes === 1 ? '1 minute' : `${minutes} minutes`}
                  </option>
                ))}
              </select>
            )}
          </Field>
          <Field label="Clear a copied value" hint="From the clipboard, and its history where that can be done.">
            {(ids) => (
              <select
                {...ids}
                className="input"
                value={next.clipboardSeconds}
                onChange={(event) => change({ clipboardSeconds: Number(event.currentTarget.value) })}
              >
                {clipboardChoices(settings.clipboardSeconds).map((seconds) => (
                  <option key={seconds} value={seconds}>
                    After {secondsWords(seconds)}
                  </option>
                ))}
              </select>
            )}
          </Field>
        </div>
        <p className="field-hint">It always locks when the computer sleeps or its screen is locked.</p>
        <Tick
          on={next.presenceForEveryApproval}
          onChange={(presenceForEveryApproval) => change({ presenceForEveryApproval })}
          label="Ask for fingerprint or passphrase at every approval"
        >
          Without it a click is enough, except for guarded secrets.
        </Tick>
        <Tick
          on={next.quickUnlock}
          disabled={!canAsk && !next.quickUnlock}
          onChange={(quickUnlock) => change({ quickUnlock })}
          label="Quick unlock"
        >
          {canAsk
            ? 'Your fingerprint or account password unlocks. For that, a key stays in memory while Postern is locked.'
            : 'Not on this computer: the system cannot ask for your fingerprint or account password here.'}
        </Tick>
        <ProofPrompt ask={proof} to="loosen these settings" does="Save" />
        <SaveFooter proof={proof} onCancel={close} />
      </div>
    </form>
  );
}

function Hours({ hours, onChange }: { readonly hours: number; readonly onChange: (hours: number) => void }) {
  return (
    <Field
      label="Stay unlocked"
      hint="After your last act or approved command. What agents ask does not count."
      aside={<output className="hours">{hoursWords(hours)}</output>}
    >
      {(ids) => (
        <input
          {...ids}
          className="hours-slider"
          type="range"
          min={0.5}
          max={24}
          step={0.5}
          // biome-ignore lint/a11y/noAutofocus: the window was opened to change this
          autoFocus
          aria-valuetext={hoursWords(hours)}
          value={hours}
          onChange={(event) => onChange(Number(event.currentTarget.value))}
        />
      )}
    </Field>
  );
}
