// The requests to an API that always ask the person, whatever an agent was given: folded away, for most need none but every DELETE.
import { type ReactNode, useId } from 'react';
import { Fold } from '../controls.tsx';
import type { ProviderDraft, RuleText } from './provider-draft.ts';
import type { ByKey, ProviderProblems } from './provider-problems.ts';
import { AnotherRule, RuleLines } from './rule-lines.tsx';

interface AlwaysAskFieldsProps {
  readonly draft: Pick<ProviderDraft, 'deletes' | 'discloses'>;
  readonly problems: Pick<ProviderProblems, 'deletes' | 'discloses'>;
  readonly onChange: (part: Partial<Pick<ProviderDraft, 'deletes' | 'discloses'>>) => void;
}

export function AlwaysAskFields({ draft: { deletes, discloses }, problems, onChange }: AlwaysAskFieldsProps) {
  const wrong = [problems.deletes, problems.discloses].some((each) => Object.keys(each).length > 0);
  return (
    <Fold summary={`Always ask before: ${askedWords(deletes.length + discloses.length)}`} open={wrong}>
      <p className="field-hint">
        Whatever an agent was given, it has to ask you for these. Every DELETE is one of them without being named here.
      </p>
      <div className="field-boxes permissions">
        <RuleBox
          title="What deletes, cancels or takes something back"
          hint={
            <>
              For instance POST <code>/orders/*/cancel</code>.
            </>
          }
          rules={deletes}
          problems={problems.deletes}
          onChange={(rules) => onChange({ deletes: rules })}
        />
        <RuleBox
          title="What answers with a key, a token or a password"
          hint={
            <>
              For instance POST <code>/tokens</code>: the agent would see the new one.
            </>
          }
          rules={discloses}
          problems={problems.discloses}
          onChange={(rules) => onChange({ discloses: rules })}
        />
      </div>
    </Fold>
  );
}

function askedWords(named: number): string {
  if (named === 0) return 'every DELETE';
  return named === 1 ? 'every DELETE, and 1 path more' : `every DELETE, and ${named} paths more`;
}

interface RuleBoxProps {
  readonly title: string;
  readonly hint: ReactNode;
  readonly rules: readonly RuleText[];
  readonly problems: ByKey;
  readonly onChange: (rules: readonly RuleText[]) => void;
}

function RuleBox({ title, hint, rules, problems, onChange }: RuleBoxProps) {
  const id = useId();
  return (
    <fieldset className="field-box permission always-ask" aria-labelledby={id} aria-describedby={`${id}-says`}>
      <div id={id} className="always-ask-title">
        {title}
      </div>
      <p id={`${id}-says`} className="field-hint">
        {hint}
      </p>
      <RuleLines rules={rules} problems={problems} canBeEmpty onChange={onChange} />
      <AnotherRule
        says={rules.length === 0 ? 'Name a path' : 'Another path'}
        rules={rules}
        begin={{ methods: ['POST'], path: '' }}
        onChange={onChange}
      />
    </fieldset>
  );
}
