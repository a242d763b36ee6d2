// How often the person was asked, and rules that would have answered what came again and again. SECURITY P9: a rule is only looked at
// from here; it is accepted in its own trusted window.
import type { PromptCount } from '../../../app/contract/approval.ts';
import { faultMessages } from '../../../app/contract/fault.ts';
import type { RuleSuggestion } from '../../../app/contract/policy.ts';
import { Button } from '../../ui/button.tsx';
import { Notice, Section } from '../../ui/layout.tsx';
import { VisibleText } from '../../ui/visible-text.tsx';
import { useAct } from '../acts.tsx';
import { useBroker } from '../broker.ts';
import { timesWords } from './grant-words.ts';

export function Prompts({ prompts }: { readonly prompts: PromptCount }) {
  const suggestions = useBroker('policy.suggestions', undefined);
  return (
    <Section title="How often you were asked" lead="Since you unlocked.">
      <dl className="card prompt-counts">
        <Count name="asked" count={prompts.asked} />
        <Count name="allowed without asking" count={prompts.unasked} />
        <Count name="allowed and never used" count={prompts.unusedGrants} />
      </dl>
      {suggestions.kind === 'failed' ? <Notice tone="danger">{faultMessages[suggestions.code]}</Notice> : null}
      {suggestions.kind === 'ready'
        ? suggestions.value.map((each) => <Suggestion key={each.rule.id} suggestion={each} />)
        : null}
    </Section>
  );
}

function Count({ name, count }: { readonly name: string; readonly count: number }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{count}</dd>
    </div>
  );
}

function Suggestion({ suggestion }: { readonly suggestion: RuleSuggestion }) {
  const act = useAct();
  const { rule, words, answered } = suggestion;
  const about = rule.commands ?? [];
  return (
    <div className="card suggestion">
      <div>
        You said yes {timesWords(answered)}
        {about.length === 0 ? null : ' to '}
        {about.map((command, at) => (
          <span key={command}>
            {at === 0 ? null : ', '}
            <code>
              <VisibleText text={command} />
            </code>
          </span>
        ))}
        . This rule would have answered:
        <p className="suggestion-rule">
          <VisibleText text={words} prose />
        </p>
      </div>
      <Button onClick={() => act('policy.proposeRule', { rule })}>Look at the rule…</Button>
    </div>
  );
}
