// What agents can be given of an API: each permission with its name, its words, and the requests that it allows.
import { useId } from 'react';
import { providerLimits } from '../../../app/contract/provider.ts';
import { Button } from '../controls.tsx';
import { CrossIcon } from '../icons.tsx';
import { newKey, type PermissionText } from './provider-draft.ts';
import type { ProviderProblems } from './provider-problems.ts';
import { AnotherRule, RuleLines } from './rule-lines.tsx';

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
        <code>**</code> at its end for all below.
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
      {permissions.length >= providerLimits.permissions ? null : (
        <Button tone="link" onClick={() => onChange([...permissions, another()])}>
          Another permission
        </Button>
      )}
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
  const changeRules = (next: PermissionText['rules']) => onChange({ ...permission, rules: next });
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
      <RuleLines rules={rules} canBeEmpty={false} onChange={changeRules} />
      <div id={told} className="field-problem" aria-live="polite">
        {problem}
      </div>
      <AnotherRule says="Another path" rules={rules} begin={{ methods: ['GET'], path: '/' }} onChange={changeRules} />
    </fieldset>
  );
}
