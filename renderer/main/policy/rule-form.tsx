// A rule put together from a few fields, said in words while it is typed. SECURITY P9: it can only be proposed here.
import { useState } from 'react';
import type { ClientView } from '../../../app/contract/client.ts';
import { Button } from '../../ui/button.tsx';
import { Segments } from '../../ui/segments.tsx';
import { VisibleText } from '../../ui/visible-text.tsx';
import { useAct } from '../acts.tsx';
import { useBroker } from '../broker.ts';
import { verdictWords } from './policy-words.ts';
import { draftWords, emptyDraft, type RuleDraft, ruleOf } from './rule-draft.ts';
import { CallFields, CommandFields } from './rule-fields.tsx';
import './policy-form.css';

interface RuleFormProps {
  /** Names that rules have already. */
  readonly taken: readonly string[];
  readonly onDone: () => void;
}

const verdicts = (['allow', 'ask', 'deny'] as const).map((value) => ({ value, text: verdictWords[value] }));

const abouts = [
  { value: 'commands', text: 'Commands' },
  { value: 'calls', text: 'API calls' },
] as const;

export function RuleForm({ taken, onDone }: RuleFormProps) {
  const act = useAct();
  const [draft, setDraft] = useState(emptyDraft);
  const loaded = useBroker('clients.list', undefined);
  const gateway = useBroker('gateway.view', undefined);
  const change = (part: Partial<RuleDraft>) => setDraft({ ...draft, ...part });
  const isOfCalls = draft.about === 'calls';
  // An agent of the gateway runs no command.
  const agents = isOfCalls && gateway.kind === 'ready' ? gateway.value.agents : [];
  const clients = [...(loaded.kind === 'ready' ? loaded.value : []), ...agents];
  const rule = ruleOf(draft, new Set(taken));
  const propose = async () => {
    if (rule !== null && (await act('policy.proposeRule', { rule }))) onDone();
  };
  return (
    <section className="card rule-form" aria-label="Add a rule">
      <Segments
        label="What it does"
        options={verdicts}
        value={draft.action}
        onChange={(action) => change({ action })}
      />
      <Segments label="What it is about" options={abouts} value={draft.about} onChange={(about) => change({ about })} />
      {isOfCalls ? <CallFields draft={draft} onChange={change} /> : <CommandFields draft={draft} onChange={change} />}
      <label className="policy-field">
        Secrets
        <input
          className="mono"
          value={draft.secrets}
          spellCheck={false}
          placeholder="github/*"
          onChange={(event) => change({ secrets: event.currentTarget.value })}
        />
        <small>Names, divided by commas. Empty: any.</small>
      </label>
      {clients.length === 0 ? null : <Agents clients={clients} draft={draft} onChange={change} />}
      <label className="policy-field">
        Note
        <input value={draft.note} maxLength={500} onChange={(event) => change({ note: event.currentTarget.value })} />
        <small>{draft.action === 'deny' ? 'The agent reads it when the rule denies something.' : 'For you.'}</small>
      </label>
      <p className="rule-words" aria-live="polite">
        {rule === null ? (
          `Name ${isOfCalls ? 'a method, a host, a path or a secret' : 'a command, a secret or a folder'}: a rule about everything is no rule.`
        ) : (
          <VisibleText text={draftWords(draft, (id) => clients.find((each) => each.id === id)?.name ?? id)} prose />
        )}
      </p>
      <footer>
        <Button onClick={onDone}>Cancel</Button>
        <Button tone="primary" disabled={rule === null} onClick={propose}>
          Review the rule…
        </Button>
      </footer>
    </section>
  );
}

interface AgentsProps {
  readonly clients: readonly Pick<ClientView, 'id' | 'name'>[];
  readonly draft: RuleDraft;
  readonly onChange: (part: Partial<RuleDraft>) => void;
}

function Agents({ clients, draft, onChange }: AgentsProps) {
  return (
    <fieldset className="policy-field">
      <legend>Agents</legend>
      {clients.map(({ id, name }) => (
        <label key={id} className="policy-tick">
          <input
            type="checkbox"
            checked={draft.clients.includes(id)}
            onChange={({ currentTarget: { checked } }) =>
              onChange({ clients: checked ? [...draft.clients, id] : draft.clients.filter((each) => each !== id) })
            }
          />
          <VisibleText text={name} /> <code>{id}</code>
        </label>
      ))}
      <small>None ticked: all of them.</small>
    </fieldset>
  );
}
