// The fields of the secret form, apart from the value.
import { useEffect, useRef } from 'react';
import { AuthPattern } from '../../app/contract/secret.ts';
import type { Tier } from '../../app/contract/vocabulary.ts';
import { authWords, tierWords } from '../tokens/words.ts';
import { Field } from './controls.tsx';
import type { FormText, Problems } from './draft.ts';

interface FieldsProps {
  readonly form: FormText;
  readonly problems: Problems;
  readonly onChange: (part: Partial<FormText>) => void;
}

interface NameFieldsProps extends FieldsProps {
  readonly nameFixed: boolean;
  readonly focused: boolean;
}

export function NameFields({ form, problems, nameFixed, focused, onChange }: NameFieldsProps) {
  const name = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (focused) name.current?.focus();
  }, [focused]);
  return (
    <>
      <div className="two-fields">
        <Field label="Name" problem={problems.name}>
          {(ids) => (
            <input
              {...ids}
              ref={name}
              className="input input--code"
              value={form.name}
              readOnly={nameFixed}
              maxLength={128}
              placeholder="github/token"
              spellCheck={false}
              autoComplete="off"
              onChange={(event) => onChange({ name: event.currentTarget.value })}
            />
          )}
        </Field>
        <Field label="Given as" problem={problems.env}>
          {(ids) => (
            <input
              {...ids}
              className="input input--code"
              value={form.env}
              maxLength={128}
              placeholder="GITHUB_TOKEN"
              spellCheck={false}
              autoComplete="off"
              onChange={(event) => onChange({ env: event.currentTarget.value })}
            />
          )}
        </Field>
      </div>
      <Field label="Description" hint="Agents can read this. Say what it opens, not what it is.">
        {(ids) => (
          <input
            {...ids}
            className="input"
            value={form.description}
            maxLength={500}
            autoComplete="off"
            onChange={(event) => onChange({ description: event.currentTarget.value })}
          />
        )}
      </Field>
    </>
  );
}

export function TierField({ tier, onChange }: { readonly tier: Tier; readonly onChange: (tier: Tier) => void }) {
  return (
    <fieldset className="tiers">
      <legend>How it may leave</legend>
      {orderedTiers.map((each) => (
        <label key={each}>
          <input type="radio" name="tier" value={each} checked={each === tier} onChange={() => onChange(each)} />
          <span className="tier-dot" aria-hidden />
          <span>
            {tierWords[each].name}
            {each === tier ? <small>{tierWords[each].says}</small> : null}
          </span>
        </label>
      ))}
    </fieldset>
  );
}

const orderedTiers: readonly Tier[] = ['run', 'guarded', 'placeholder', 'never'];

export function UsageFields({ form, problems, onChange }: FieldsProps) {
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
      <Field label="Instructions" hint="Agents can read this, for example: gh picks it up by itself.">
        {(ids) => (
          <textarea
            {...ids}
            className="input"
            rows={2}
            maxLength={2000}
            value={form.authInstructions}
            onChange={(event) => onChange({ authInstructions: event.currentTarget.value })}
          />
        )}
      </Field>
      <Field
        label="Only for these hosts"
        hint="Divided by commas. Agents are told; web requests are held to it."
        problem={problems.hosts}
      >
        {(ids) => (
          <input
            {...ids}
            className="input input--code"
            value={form.hosts}
            placeholder="api.github.com, github.com"
            spellCheck={false}
            onChange={(event) => onChange({ hosts: event.currentTarget.value })}
          />
        )}
      </Field>
    </>
  );
}

export function MoreFields({ form, problems, onChange }: FieldsProps) {
  return (
    <>
      <div className="two-fields">
        <Field label="Tags" hint="Divided by commas." problem={problems.tags}>
          {(ids) => (
            <input
              {...ids}
              className="input"
              value={form.tags}
              onChange={(event) => onChange({ tags: event.currentTarget.value })}
            />
          )}
        </Field>
        <Field label="Expires on" hint="Leave empty if it does not." problem={problems.expires}>
          {(ids) => (
            <input
              {...ids}
              className="input"
              type="date"
              value={form.expires}
              onChange={(event) => onChange({ expires: event.currentTarget.value })}
            />
          )}
        </Field>
      </div>
      <Field label="Notes" hint="For you alone. Agents cannot read them.">
        {(ids) => (
          <textarea
            {...ids}
            className="input"
            rows={3}
            maxLength={10_000}
            value={form.notes}
            onChange={(event) => onChange({ notes: event.currentTarget.value })}
          />
        )}
      </Field>
    </>
  );
}
