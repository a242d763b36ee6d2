// What would become of a command or a web request: judged as if an agent had asked, with nothing run or sent and nobody asked.
import { useState } from 'react';
import { AgentId } from '../../../app/contract/gateway.ts';
import type { DryRunQuery } from '../../../app/contract/policy.ts';
import type { CallMethod } from '../../../app/contract/provider.ts';
import { visiblePieces } from '../../../app/contract/visible-text.ts';
import { ClientId, type SecretName } from '../../../app/contract/vocabulary.ts';
import { Section } from '../../ui/layout.tsx';
import { Segments } from '../../ui/segments.tsx';
import { Select } from '../../ui/select.tsx';
import { useBroker, useBrokerAt } from '../broker.ts';
import { CallToTry, CommandToTry } from './dry-run-fields.tsx';
import { DryRunOutcome } from './dry-run-outcome.tsx';
import type { About } from './dry-run-words.ts';
import { SecretPick } from './secret-pick.tsx';
import { useSettled } from './use-settled.ts';
import './policy-form.css';
import './dry-run.css';

const abouts = [
  { value: 'command', text: 'Command' },
  { value: 'call', text: 'Web request' },
] as const;

export function DryRun({ secretsRevision }: { readonly secretsRevision: number }) {
  const [about, setAbout] = useState<About>('command');
  const [command, setCommand] = useState('');
  const [cwd, setCwd] = useState('');
  const [method, setMethod] = useState<CallMethod>('GET');
  const [url, setUrl] = useState('');
  const [secrets, setSecrets] = useState<readonly SecretName[]>([]);
  const [named, setNamed] = useState<ClientId | null>(null);
  const clients = useBroker('clients.list', undefined);
  const gateway = useBroker('gateway.view', undefined);
  const all = useBrokerAt('secrets.list', undefined, secretsRevision);
  // An agent of the gateway runs no command.
  const agents = about === 'call' && gateway.kind === 'ready' ? gateway.value.agents : [];
  const askers = [...(clients.kind === 'ready' ? clients.value : []), ...agents];
  const client = askers.some(({ id }) => id === named) ? named : null;
  const isAgent = AgentId.safeParse(client).success;
  const typed = useSettled(about === 'command' ? command : url.trim());
  const asked = { secrets: isAgent ? [] : [...secrets], client };
  const query: DryRunQuery =
    about === 'command'
      ? { kind: 'command', command: typed, cwd: cwd === '' ? '~' : cwd, ...asked }
      : { kind: 'call', method, url: typed, ...asked };
  const isEmpty = [typed, about === 'command' ? command : url].some((text) => text.trim() === '');
  return (
    <Section
      title="Dry run"
      lead="Paste a command, or the address of a web request, to see what would decide about it. Nothing is run or sent, and nobody is asked."
    >
      <div className="card dry-run">
        <Segments label="What to try" options={abouts} value={about} onChange={setAbout} />
        {about === 'command' ? (
          <CommandToTry command={command} onCommand={setCommand} cwd={cwd} onCwd={setCwd} />
        ) : (
          <CallToTry method={method} onMethod={setMethod} url={url} onUrl={setUrl} />
        )}
        {isAgent ? (
          <p className="dry-run-note">Through the gateway, a request carries the secret of its provider.</p>
        ) : (
          <SecretPick
            names={all.kind === 'ready' ? all.value.map(({ name }) => name) : []}
            picked={secrets}
            onChange={setSecrets}
          />
        )}
        <Select
          label="Agent"
          options={askers.map(({ id, name }) => ({ value: id, text: shown(name, id) }))}
          value={client}
          onChange={(value) => setNamed(ClientId.safeParse(value).data ?? null)}
        />
      </div>
      {isEmpty ? null : <DryRunOutcome query={query} />}
    </Section>
  );
}

/** An option holds text alone, so what is hidden in a name that an agent gave itself is written out; its id tells it from others. */
function shown(name: string, id: ClientId): string {
  const text = visiblePieces(name)
    .map((piece) => piece.text)
    .join('');
  return name === id ? text : `${text} (${id})`;
}
