// How a secret signs in: the pattern, and for a header or parameter of its own what that is called and what stands there.
import { AuthPattern } from '../../app/contract/secret.ts';
import { authWords } from '../tokens/words.ts';
import { hasAuthName } from './auth-text.ts';
import { Field } from './controls.tsx';
import type { AboutProps } from './secret-fields.tsx';

export function AuthFields({ form, problems, onChange }: AboutProps) {
  return (
    <>
      <Field label="How a program signs in with it">
        {(ids) => (
          <select
            {...ids}
            className="input"
            value={form.authPattern ?? ''}
            onChange={(event) =>
              onChange({ authPattern: AuthPattern.safeParse(event.currentTarget.value).data ?? null })
            }
          >
            <option value="">Not said</option>
            {AuthPattern.options.map((each) => (
              <option key={each} value={each}>
                {authWords[each]}
              </option>
            ))}
          </select>
        )}
      </Field>
      {hasAuthName(form.authPattern) ? (
        <div className="two-fields">
          <Field
            label={form.authPattern === 'query' ? 'Name of the parameter' : 'Name of the header'}
            hint="Left empty, web requests cannot use it."
            problem={problems.authName}
          >
            {(ids) => (
              <input
                {...ids}
                className="input input--code"
                value={form.authName}
                maxLength={64}
                placeholder={form.authPattern === 'query' ? 'api_key' : 'X-Api-Key'}
                spellCheck={false}
                autoComplete="off"
                onChange={(event) => onChange({ authName: event.currentTarget.value })}
              />
            )}
          </Field>
          <Field
            label="What stands there"
            hint="{value} is the secret. Left empty: the secret alone."
            problem={problems.authText}
          >
            {(ids) => (
              <input
                {...ids}
                className="input input--code"
                value={form.authText}
                maxLength={200}
                placeholder="{value}"
                spellCheck={false}
                autoComplete="off"
                onChange={(event) => onChange({ authText: event.currentTarget.value })}
              />
            )}
          </Field>
        </div>
      ) : null}
    </>
  );
}
