// Requests named by methods and a path, a line for each.
import { useId } from 'react';
import { CallMethod, providerLimits } from '../../../app/contract/provider.ts';
import { Button } from '../controls.tsx';
import { CrossIcon } from '../icons.tsx';
import { newKey, type RuleText } from './provider-draft.ts';
import type { ByKey } from './provider-problems.ts';

interface RuleLinesProps {
  readonly rules: readonly RuleText[];
  /** Of each line, where it is said there. */
  readonly problems?: ByKey;
  /** Whether the last one can go too. */
  readonly canBeEmpty: boolean;
  readonly onChange: (rules: readonly RuleText[]) => void;
}

export function RuleLines({ rules, problems = {}, canBeEmpty, onChange }: RuleLinesProps) {
  return rules.map((rule) => (
    <RuleLine
      key={rule.key}
      rule={rule}
      problem={problems[rule.key]}
      onChange={(next) => onChange(rules.map((each) => (each.key === next.key ? next : each)))}
      onRemove={rules.length === 1 && !canBeEmpty ? null : () => onChange(rules.filter(({ key }) => key !== rule.key))}
    />
  ));
}

interface AnotherRuleProps {
  /** What the button says. */
  readonly says: string;
  readonly rules: readonly RuleText[];
  readonly begin: Omit<RuleText, 'key'>;
  readonly onChange: (rules: readonly RuleText[]) => void;
}

/** Nothing once there are as many as there can be. */
export function AnotherRule({ says, rules, begin, onChange }: AnotherRuleProps) {
  if (rules.length >= providerLimits.rules) return null;
  return (
    <Button tone="link" onClick={() => onChange([...rules, { key: newKey(rules), ...begin }])}>
      {says}
    </Button>
  );
}

interface RuleLineProps {
  readonly rule: RuleText;
  readonly problem: string | undefined;
  readonly onChange: (rule: RuleText) => void;
  /** null: it is the only one. */
  readonly onRemove: (() => void) | null;
}

function RuleLine({ rule, problem, onChange, onRemove }: RuleLineProps) {
  const told = useId();
  const toggled = (method: CallMethod, on: boolean) =>
    on ? [...rule.methods, method] : rule.methods.filter((each) => each !== method);
  return (
    <div className="rule-line">
      <div className="methods">
        {CallMethod.options.map((method) => (
          <label key={method}>
            <input
              type="checkbox"
              checked={rule.methods.includes(method)}
              onChange={(event) => onChange({ ...rule, methods: toggled(method, event.currentTarget.checked) })}
            />
            <span>{method}</span>
          </label>
        ))}
      </div>
      <div className="rule-path">
        <input
          className="input input--code"
          aria-label="Path"
          aria-invalid={problem !== undefined}
          aria-describedby={told}
          spellCheck={false}
          maxLength={200}
          placeholder="/v1/reports/*"
          value={rule.path}
          onChange={(event) => onChange({ ...rule, path: event.currentTarget.value })}
        />
        {onRemove === null ? null : (
          <button type="button" className="icon-act" aria-label="Remove this path" onClick={onRemove}>
            <CrossIcon />
          </button>
        )}
      </div>
      <div id={told} className="field-problem" aria-live="polite">
        {problem}
      </div>
    </div>
  );
}
