// What agents can be given of an API: each permission with its name, its words, and the requests that it allows.
import { useId } from 'react';
import { CallMethod } from '../../../app/contract/provider.ts';
import { Button } from '../controls.tsx';
import { CrossIcon } from '../icons.tsx';
import { newKey, type PermissionText, type RuleText } from './provider-draft.ts';
import type { ProviderProblems } from './provider-problems.ts';

interface PermissionFieldsProps {
  readonly permissions: readonly PermissionText[];
  readonly problems: ProviderProblems;
  readonly onChange: (permissions: readonly PermissionText[]) => void;
}

export function PermissionFields({ permissions, problems, onChange }: PermissionFieldsProps) {
  const another = (): PermissionText => ({
    ...{ key: newKey(permissions), name: '', says: '' },
    rules: [{ key: 0, methods: ['GET'], path: '/' }],
  });
  return (
    <>
      <p className="field-hint">
        Which agent gets which, you decide when it asks. In a path, <code>*</code> stands for one step and{' '}
        <code>**</code> at its end for all below. Deleting always asks you.
      </p>
      <div className="field-boxes permissions">
        {permissions.map((permission) => (
          <PermissionBox
            key={permission.key}
            permission={permission}
            problem={problems.permission[permission.key]}
            onChange={(next) => onChange(permissions.map((each) => (each.key === next.key ? next : each)))}
            onRemove={() => onChange(permissions.filter(({ key }) => key !== permission.key))}
          />
        ))}
      </div>
      {problems.permissions === undefined ? null : <div className="field-problem">{problems.permissions}</div>}
      <Button tone="link" onClick={() => onChange([...permissions, another()])}>
        Another permission
      </Button>
    </>
  );
}

interface PermissionBoxProps {
  readonly permission: PermissionText;
  readonly problem: string | undefined;
  readonly onChange: (permission: PermissionText) => void;
  readonly onRemove: () => void;
}

function PermissionBox({ permission, problem, onChange, onRemove }: PermissionBoxProps) {
  const { name, says, rules } = permission;
  const told = useId();
  const called = name === '' ? 'this permission' : name;
  const changeRule = (next: RuleText) =>
    onChange({ ...permission, rules: rules.map((each) => (each.key === next.key ? next : each)) });
  return (
    <fieldset className="field-box permission">
      <legend className="visually-hidden">{name === '' ? 'New permission' : name}</legend>
      <div className="permission-head">
        <input
          className="input input--code"
          aria-label="Name of the permission"
          aria-invalid={problem !== undefined}
          aria-describedby={told}
          spellCheck={false}
          maxLength={32}
          placeholder="read"
          value={name}
          onChange={(event) => onChange({ ...permission, name: event.currentTarget.value })}
        />
        <input
          className="input"
          aria-label="What it allows, in words"
          maxLength={120}
          placeholder="Read everything"
          value={says}
          onChange={(event) => onChange({ ...permission, says: event.currentTarget.value })}
        />
        <button type="button" className="icon-act" aria-label={`Remove ${called}`} onClick={onRemove}>
          <CrossIcon />
        </button>
      </div>
      {rules.map((rule) => (
        <RuleLine
          key={rule.key}
          rule={rule}
          onChange={changeRule}
          onRemove={
            rules.length === 1
              ? null
              : () => onChange({ ...permission, rules: rules.filter(({ key }) => key !== rule.key) })
          }
        />
      ))}
      <div id={told} className="field-problem" aria-live="polite">
        {problem}
      </div>
      <Button
        tone="link"
        onClick={() =>
          onChange({ ...permission, rules: [...rules, { key: newKey(rules), methods: ['GET'], path: '/' }] })
        }
      >
        Another path
      </Button>
    </fieldset>
  );
}

interface RuleLineProps {
  readonly rule: RuleText;
  readonly onChange: (rule: RuleText) => void;
  /** null: it is the only one. */
  readonly onRemove: (() => void) | null;
}

function RuleLine({ rule, onChange, onRemove }: RuleLineProps) {
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
    </div>
  );
}
