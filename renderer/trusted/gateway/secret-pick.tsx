// Which secret an API gets. A new one can be made beside it, and is in the list once it is saved.
import { call } from '../broker.ts';
import { Button, Field } from '../controls.tsx';
import type { SecretChoice } from './provider-problems.ts';

interface SecretPickProps {
  readonly value: string;
  readonly secrets: readonly SecretChoice[];
  readonly problem: string | undefined;
  /** What the broker may have against it. */
  readonly hint: string | undefined;
  readonly focused?: boolean;
  readonly onChange: (name: string) => void;
}

export function SecretPick({ value, secrets, problem, hint, focused = false, onChange }: SecretPickProps) {
  return (
    <Field
      label="Secret"
      problem={problem}
      hint={hint ?? (secrets.length === 0 ? 'There is none yet. Make one, then pick it here.' : undefined)}
      aside={
        <Button tone="link" onClick={() => call('provider.newSecret', undefined)}>
          Add a secret…
        </Button>
      }
    >
      {(ids) => (
        <select
          {...ids}
          className="input input--code"
          // biome-ignore lint/a11y/noAutofocus: the window was opened to choose this
          autoFocus={focused}
          value={value}
          onChange={(event) => onChange(event.currentTarget.value)}
        >
          <option value="" disabled hidden>
            Choose…
          </option>
          {value === '' || secrets.some(({ name }) => name === value) ? null : <option value={value}>{value}</option>}
          {secrets.map(({ name }) => (
            <option key={name} value={name}>
              {name}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}
