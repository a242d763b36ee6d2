// What a backup holds beside the open vault, and what of it comes back. SECURITY P9: needs a proof.
import type { FormEvent } from 'react';
import { useMemo, useState } from 'react';
import type { BackupView, RestoreReport } from '../../../app/contract/backup.ts';
import type { RecordId } from '../../../app/contract/vocabulary.ts';
import { call } from '../broker.ts';
import { Choices } from '../choices.tsx';
import { Button, Tick, Warning } from '../controls.tsx';
import { momentWords } from '../days.ts';
import { useEscape } from '../escape.ts';
import { ProofPrompt } from '../proof-prompt.tsx';
import { useProof } from '../use-proof.ts';
import { WindowHead } from '../window-head.tsx';
import { BackupContents } from './backup-contents.tsx';
import { counted } from './backup-words.ts';
import { PickSecrets } from './pick-secrets.tsx';

interface RestoreChooseProps {
  readonly view: BackupView;
  readonly onBack: () => void;
  readonly onDone: (report: RestoreReport) => void;
}

type What = 'missing' | 'picked' | 'everything';

export function RestoreChoose({ view, onBack, onDone }: RestoreChooseProps) {
  const [what, setWhat] = useState<What>('missing');
  const [picked, setPicked] = useState<ReadonlySet<RecordId>>(new Set());
  const [clients, setClients] = useState(false);
  const [settings, setSettings] = useState(false);
  const proof = useProof();
  const busy = proof.state.kind === 'busy';
  const asking = proof.state.kind === 'asking';
  useEscape(() => (busy ? undefined : onBack()));
  const missing = useMemo(() => view.secrets.filter(({ state }) => state === 'new').length, [view]);
  const differs = useMemo(() => view.secrets.filter(({ state }) => state === 'differs').length, [view]);
  const count = { missing, picked: picked.size, everything: view.secrets.length }[what];
  const off = busy || (count === 0 && what !== 'everything' && !clients && !settings);
  /** What was confirmed was the choice before. */
  const change = (then: () => void) => {
    proof.drop();
    then();
  };
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (off || asking) return;
    const secrets = what === 'picked' ? { kind: what, ids: [...picked] } : { kind: what };
    const done = await proof.prove((given) =>
      call('restore.apply', { choice: { secrets, clients, settings }, proof: given }),
    );
    if (done !== null) onDone(done.value);
  };
  return (
    <form onSubmit={submit} noValidate>
      <WindowHead title={`Backup of ${momentWords(view.madeAt)}`}>
        {view.ofThisVault ? 'Of this vault' : 'Of another vault'}, made by Postern {view.madeBy}, as the file says.
      </WindowHead>
      <div className="body">
        <BackupContents view={view} />
        <Choices
          legend="What comes back"
          value={what}
          options={[
            {
              value: 'missing',
              label: `Add what is missing here (${missing})`,
              says: 'Nothing that is here is touched.',
            },
            { value: 'picked', label: 'Only what I pick' },
            { value: 'everything', label: 'Everything, as it was then' },
          ]}
          onChange={(next) => change(() => setWhat(next))}
        />
        {what === 'picked' ? (
          <PickSecrets secrets={view.secrets} picked={picked} onPick={(next) => change(() => setPicked(next))} />
        ) : null}
        {what === 'everything' ? (
          <Warning tone="danger">
            {counted(differs, 'secret')} here {differs === 1 ? 'is' : 'are'} replaced, and {view.onlyHere.length} that
            the backup does not have {view.onlyHere.length === 1 ? 'is' : 'are'} removed. Postern makes a backup of what
            is here first.
          </Warning>
        ) : null}
        {view.clients === 0 ? null : (
          <Tick
            on={clients}
            onChange={(on) => change(() => setClients(on))}
            label={`Connected agents too (${view.clients})`}
          >
            Also those that you have removed since then, each in the place of the one here.
          </Tick>
        )}
        {view.settings === 0 ? null : (
          <Tick on={settings} onChange={(on) => change(() => setSettings(on))} label="Settings too">
            With the providers of the gateway, in the place of those here. They may be looser.
          </Tick>
        )}
        <ProofPrompt ask={proof} to="restore from this backup" does="Restore" />
        <footer>
          <Button off={busy} onClick={onBack}>
            Back
          </Button>
          {asking ? null : (
            <Button tone={what === 'everything' ? 'stop' : 'go'} submit off={off}>
              {busy ? 'Restoring…' : count === 0 ? 'Restore' : `Restore ${counted(count, 'secret')}`}
            </Button>
          )}
        </footer>
      </div>
    </form>
  );
}
