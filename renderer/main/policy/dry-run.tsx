// What would become of a command: judged as if an agent had asked, with nothing run and nobody asked.
import { useState } from 'react';
import { faultMessages } from '../../../app/contract/fault.ts';
import type { DryRunResult } from '../../../app/contract/policy.ts';
import { ClientId, type SecretName } from '../../../app/contract/vocabulary.ts';
import { Button } from '../../ui/button.tsx';
import { Notice, Section } from '../../ui/layout.tsx';
import { Select } from '../../ui/select.tsx';
import { VisibleText } from '../../ui/visible-text.tsx';
import { call, useBroker, useBrokerAt } from '../broker.ts';
import { outcomeWords, riskWords } from './policy-words.ts';
import { SecretPick } from './secret-pick.tsx';
import { useSettled } from './use-settled.ts';
import { VerdictMark } from './verdict-mark.tsx';
import './policy-form.css';

export function DryRun({ secretsRevision }: { readonly secretsRevision: number }) {
  const [command, setCommand] = useState('');
  const [cwd, setCwd] = useState('');
  const [secrets, setSecrets] = useState<readonly SecretName[]>([]);
  const [client, setClient] = useState<ClientId | null>(null);
  const clients = useBroker('clients.list', undefined);
  const all = useBrokerAt('secrets.list', undefined, secretsRevision);
  const chooseFolder = async () => {
    const folder = await call('exposure.choose', undefined).catch(() => null);
    if (folder !== null) setCwd(folder);
  };
  return (
    <Section
      title="Dry run"
      lead="Paste a command to see what would decide about it. Nothing is run, and nobody is asked."
    >
      <div className="card dry-run">
        <label className="policy-field">
          Command
          <textarea
            className="mono"
            rows={3}
            value={command}
            maxLength={65_536}
            spellCheck={false}
            placeholder="gh pr view 12 --json title"
            onChange={(event) => setCommand(event.currentTarget.value)}
          />
        </label>
        <div className="policy-field">
          <label htmlFor="dry-run-folder">Folder</label>
          <div className="policy-folder">
            <input
              id="dry-run-folder"
              className="mono"
              value={cwd}
              maxLength={4096}
              spellCheck={false}
              placeholder="~"
              onChange={(event) => setCwd(event.currentTarget.value)}
            />
            <Button onClick={chooseFolder}>Choose…</Button>
          </div>
        </div>
        <SecretPick
          names={all.kind === 'ready' ? all.value.map(({ name }) => name) : []}
          picked={secrets}
          onChange={setSecrets}
        />
        <Select
          label="Agent"
          options={clients.kind === 'ready' ? clients.value.map(({ id, name }) => ({ value: id, text: name })) : []}
          value={client}
          onChange={(value) => setClient(ClientId.safeParse(value).data ?? null)}
        />
      </div>
      <Outcome command={command} cwd={cwd} secrets={secrets} client={client} />
    </Section>
  );
}

interface OutcomeProps {
  readonly command: string;
  readonly cwd: string;
  readonly secrets: readonly SecretName[];
  readonly client: ClientId | null;
}

function Outcome({ command, cwd, secrets, client }: OutcomeProps) {
  const asked = useSettled(command);
  if (asked.trim() === '' || command.trim() === '') return null;
  return <Asked command={asked} cwd={cwd === '' ? '~' : cwd} secrets={secrets} client={client} />;
}

function Asked({ command, cwd, secrets, client }: OutcomeProps) {
  const outcome = useBroker('policy.dryRun', { command, cwd, secrets: [...secrets], client });
  if (outcome.kind === 'loading') return <div className="dry-run-result" />;
  if (outcome.kind === 'failed') return <Notice tone="danger">{faultMessages[outcome.code]}</Notice>;
  return <Result result={outcome.value} />;
}

function Result({ result }: { readonly result: DryRunResult }) {
  const { decision, says, risk, commands, parsed } = result;
  return (
    <div className="card dry-run-result" aria-live="polite">
      <div className="dry-run-decision">
        <VerdictMark verdict={decision} />
        <b>{outcomeWords[decision]}</b>
      </div>
      <p>
        <VisibleText text={says} prose />
      </p>
      <dl>
        <dt>Risk</dt>
        <dd>{riskWords[risk]}</dd>
        <dt>{commands.length === 1 ? 'Postern sees' : `Postern sees ${commands.length} commands`}</dt>
        <dd>
          <ol>
            {commands.map((seen, at) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a command has no identity but its place
              <li key={at}>
                <code>
                  <VisibleText text={seen} />
                </code>
              </li>
            ))}
          </ol>
          {parsed ? null : <small>Not all of it could be read, so no rule can allow it.</small>}
        </dd>
      </dl>
    </div>
  );
}
