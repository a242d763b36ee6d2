// What is decided now, in words: the default, the rules, the shorthands, and what Postern denies whatever they say.
import { Ellipsis, Pencil, Trash2 } from 'lucide-react';
import { useState } from 'react';
import type { PolicyView, RuleView } from '../../../app/contract/policy.ts';
import { SearchField } from '../../ui/field.tsx';
import { Notice, Section } from '../../ui/layout.tsx';
import { Menu, MenuItem } from '../../ui/menu.tsx';
import { VisibleText } from '../../ui/visible-text.tsx';
import { useAct } from '../acts.tsx';
import { ago, clockTime, counted } from '../times.ts';
import { useNow } from '../use-now.ts';
import { defaultWords, ruleMatches } from './policy-words.ts';
import { withoutRule } from './rule-text.ts';
import { VerdictMark } from './verdict-mark.tsx';

interface InForceProps {
  readonly policy: PolicyView;
  /** To the rule in the text. */
  readonly onChange: (id: string) => void;
}

export function InForce({ policy, onChange }: InForceProps) {
  const act = useAct();
  const { defaultAction, rules, others, builtIn, path } = policy;
  return (
    <>
      <Section title="Where nothing else decides">
        <div className="card policy-default">
          <VerdictMark verdict={defaultAction} />
          <span>{defaultWords[defaultAction]}</span>
        </div>
        {defaultAction === 'allow' ? (
          <Notice tone="write">
            <b>Agents are not held back.</b> Whatever no rule denies runs with the secrets it names, and you are not
            asked. Guarded secrets, commands that print a credential and what Postern cannot read still ask.
          </Notice>
        ) : null}
      </Section>
      <Rules
        rules={rules}
        onChange={onChange}
        onRemove={(id) => {
          const text = withoutRule(policy.text, id);
          if (text === null) onChange(id);
          else act('policy.propose', { text });
        }}
      />
      {others.length === 0 ? null : (
        <Section title="Shorthands and aliases">
          <Sentences of={others} />
        </Section>
      )}
      <Section title="Denied whatever you say here" lead="Built into Postern.">
        <Sentences of={builtIn} />
      </Section>
      <Section title="The file" lead="You may edit it by hand. What it says is in force once you accepted it here.">
        <p className="policy-path">
          <code>{path}</code>
        </p>
      </Section>
    </>
  );
}

interface RulesProps {
  readonly rules: readonly RuleView[];
  readonly onChange: (id: string) => void;
  readonly onRemove: (id: string) => void;
}

function Rules({ rules, onChange, onRemove }: RulesProps) {
  const [filter, setFilter] = useState('');
  const now = useNow();
  const shown = rules.filter((rule) => ruleMatches(rule, filter));
  return (
    <Section
      title="Rules"
      lead="Denials come first, then what you allowed for a while, then rules that ask, then rules that allow."
    >
      {rules.length === 0 ? (
        <p className="policy-none">No rules yet. Each use of a secret asks you.</p>
      ) : (
        <>
          <div className="policy-filter">
            <SearchField label="Filter the rules" value={filter} onChange={setFilter} />
            <span role="status">
              {filter === '' ? counted(rules.length, 'rule') : `${shown.length} of ${counted(rules.length, 'rule')}`}
            </span>
          </div>
          {shown.length === 0 ? (
            <p className="policy-none">No rule has these words.</p>
          ) : (
            <ul className="card rules">
              {shown.map((rule) => (
                <RuleRow
                  key={rule.id}
                  rule={rule}
                  now={now}
                  onChange={() => onChange(rule.id)}
                  onRemove={() => onRemove(rule.id)}
                />
              ))}
            </ul>
          )}
        </>
      )}
    </Section>
  );
}

interface RuleRowProps {
  readonly rule: RuleView;
  readonly now: number;
  readonly onChange: () => void;
  readonly onRemove: () => void;
}

function RuleRow({ rule, now, onChange, onRemove }: RuleRowProps) {
  return (
    <li className="rule-row">
      <VerdictMark verdict={rule.action} />
      <div>
        <VisibleText text={rule.words} prose />
        {rule.note === null ? null : (
          <small>
            “<VisibleText text={rule.note} prose />”
          </small>
        )}
        <small>
          <code>{rule.id}</code> · {rule.lastUsedAt === null ? 'never used' : usedWords(rule.lastUsedAt, now)}
        </small>
      </div>
      <Menu
        trigger={
          <button type="button" className="button button--icon" aria-label={`More about ${rule.id}`}>
            <Ellipsis size={15} aria-hidden />
          </button>
        }
      >
        <MenuItem icon={Pencil} onSelect={onChange}>
          Change in the text
        </MenuItem>
        <MenuItem icon={Trash2} tone="danger" onSelect={onRemove}>
          Remove…
        </MenuItem>
      </Menu>
    </li>
  );
}

function usedWords(at: number, now: number): string {
  const short = ago(at, now);
  return `last used ${short === clockTime(at) ? `at ${short}` : short}`;
}

function Sentences({ of }: { readonly of: readonly string[] }) {
  return (
    <ul className="card sentences">
      {of.map((text) => (
        <li key={text}>
          <VisibleText text={text} prose />
        </li>
      ))}
    </ul>
  );
}
