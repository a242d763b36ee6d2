// What the secret form asks before and after the values: kind and name, how it may leave, how agents use it.
import { useEffect, useRef } from 'react';
import { SecretKind } from '../../app/contract/secret.ts';
import type { Tier } from '../../app/contract/vocabulary.ts';
import { kindWords, tierWords } from '../tokens/words.ts';
import { AuthFields } from './auth-fields.tsx';
import { Field, Tick } from './controls.tsx';
import type { AboutText } from './draft.ts';
import type { Problems } from './form-problems.ts';
import { secretTemplates } from './secret-templates.ts';

export interface AboutProps {
  readonly form: AboutText;
  readonly problems: Problems['about'];
  readonly onChange: (part: Partial<AboutText>) => void;
}

interface NameFieldsProps extends AboutProps {
  readonly nameFixed: boolean;
  readonly focused: boolean;
}

export function NameFields({ form, problems, nameFixed, focused, onChange }: NameFieldsProps) {
  const name = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (focused) name.current?.focus();
  }, [focused]);
  return (
    <div className="two-fields two-fields--kind">
      <Field label="Kind">
        {(ids) => (
          <select
            {...ids}
            className="input"
            value={form.kind}
            onChange={(event) => onChange({ kind: SecretKind.safeParse(event.currentTarget.value).data ?? form.kind })}
          >
            {SecretKind.options.map((each) => (
              <option key={each} value={each}>
                {kindWords[each]}
              </option>
            ))}
          </select>
        )}
      </Field>
      <Field label="Name" problem={problems.name}>
        {(ids) => (
          <input
            {...ids}
            ref={name}
            className="input input--code"
            value={form.name}
            readOnly={nameFixed}
            maxLength={128}
            placeholder={secretTemplates[form.kind].example}
            spellCheck={false}
            autoComplete="off"
            onChange={(event) => onChange({ name: event.currentTarget.value })}
          />
        )}
      </Field>
    </div>
  );
}

export function DescriptionField({ form, onChange }: AboutProps) {
  return (
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

export function UsageFields({ form, problems, onChange }: AboutProps) {
  return (
    <>
      <AuthFields form={form} problems={problems} onChange={onChange} />
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
      <Tick
        on={form.showsLastFour}
        onChange={(showsLastFour) => onChange({ showsLastFour })}
        label="Agents may see the last four characters"
      >
        To tell two of them apart. Only of values of 16 characters and more.
      </Tick>
    </>
  );
}
