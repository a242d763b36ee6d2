// How requests carry the secret: the way, and what that way needs to know.
import { useId } from 'react';
import type { HttpAuth } from '../../../app/contract/provider.ts';
import { Button, Field } from '../controls.tsx';
import { CrossIcon } from '../icons.tsx';
import { authKindWords } from './auth-words.ts';
import { type AuthDraft, basicOf, newKey, type PlaceKind, type PlaceText } from './provider-draft.ts';
import type { ProviderProblems } from './provider-problems.ts';

interface AuthFieldsProps {
  readonly auth: AuthDraft;
  readonly problems: ProviderProblems;
  /** Of the picked secret. */
  readonly fields: readonly string[];
  readonly onChange: (part: Partial<AuthDraft>) => void;
}

const kinds: readonly HttpAuth['kind'][] = ['bearer', 'header', 'query', 'basic', 'template'];

export function AuthFields({ auth, problems, fields, onChange }: AuthFieldsProps) {
  return (
    <>
      <Field label="How it signs in" hint={auth.kind === 'bearer' ? 'In the header Authorization.' : undefined}>
        {(ids) => (
          <select
            {...ids}
            className="input"
            value={auth.kind}
            onChange={(event) => {
              const kind = kinds.find((each) => each === event.currentTarget.value);
              if (kind !== undefined) onChange({ kind, ...(kind === 'basic' ? basicOf(fields) : {}) });
            }}
          >
            {kinds.map((kind) => (
              <option key={kind} value={kind}>
                {authKindWords[kind]}
              </option>
            ))}
          </select>
        )}
      </Field>
      <Details auth={auth} problems={problems} fields={fields} onChange={onChange} />
    </>
  );
}

function Details({ auth, problems, fields, onChange }: AuthFieldsProps) {
  switch (auth.kind) {
    case 'bearer':
      return null;
    case 'header':
      return (
        <CodeField
          label="Header"
          value={auth.header}
          problem={problems.header}
          onText={(header) => onChange({ header })}
        />
      );
    case 'query':
      return (
        <CodeField
          label="Parameter"
          value={auth.parameter}
          problem={problems.parameter}
          hint="Addresses are noted in many logs. Take a header where the API has one."
          onText={(parameter) => onChange({ parameter })}
        />
      );
    case 'basic':
      return (
        <>
          <div className="two-fields">
            <CodeField label="User" value={auth.user} problem={problems.user} onText={(user) => onChange({ user })} />
            <CodeField
              label="Password"
              value={auth.password}
              problem={problems.password}
              onText={(password) => onChange({ password })}
            />
          </div>
          <BracesHint fields={fields} />
        </>
      );
    case 'template':
      return <Places auth={auth} problems={problems} fields={fields} onChange={onChange} />;
  }
}

function Places({ auth: { places }, problems, fields, onChange }: AuthFieldsProps) {
  const change = (key: number, part: Partial<PlaceText>) =>
    onChange({ places: places.map((each) => (each.key === key ? { ...each, ...part } : each)) });
  return (
    <fieldset className="places">
      <legend className="visually-hidden">Where the secret stands</legend>
      {places.map((place) => (
        <Place
          key={place.key}
          place={place}
          problem={problems.place[place.key]}
          onChange={(part) => change(place.key, part)}
          onRemove={
            places.length === 1 ? null : () => onChange({ places: places.filter(({ key }) => key !== place.key) })
          }
        />
      ))}
      {problems.places === undefined ? null : <div className="field-problem">{problems.places}</div>}
      <BracesHint fields={fields} />
      {places.length >= 4 ? null : (
        <Button
          tone="link"
          onClick={() =>
            onChange({ places: [...places, { key: newKey(places), in: 'header', name: '', text: '{value}' }] })
          }
        >
          Another place
        </Button>
      )}
    </fieldset>
  );
}

const placeKinds: Readonly<Record<PlaceKind, string>> = {
  header: 'Header',
  query: 'Parameter',
  path: 'Step of the path',
};

interface PlaceProps {
  readonly place: PlaceText;
  readonly problem: string | undefined;
  readonly onChange: (part: Partial<PlaceText>) => void;
  /** null: it is the only one. */
  readonly onRemove: (() => void) | null;
}

function Place({ place, problem, onChange, onRemove }: PlaceProps) {
  const says = useId();
  return (
    <div className="place">
      <select
        className="input"
        aria-label="Where"
        value={place.in}
        onChange={({ currentTarget: { value } }) =>
          onChange({ in: value === 'path' || value === 'query' ? value : 'header' })
        }
      >
        {(['header', 'query', 'path'] as const).map((each) => (
          <option key={each} value={each}>
            {placeKinds[each]}
          </option>
        ))}
      </select>
      {place.in === 'path' ? null : (
        <input
          className="input input--code"
          aria-label="Name"
          spellCheck={false}
          maxLength={64}
          placeholder={place.in === 'header' ? 'X-Api-Key' : 'api_key'}
          value={place.name}
          onChange={(event) => onChange({ name: event.currentTarget.value })}
        />
      )}
      <input
        className="input input--code place-text"
        aria-label="Text"
        aria-invalid={problem !== undefined}
        aria-describedby={says}
        spellCheck={false}
        maxLength={200}
        placeholder="{value}"
        value={place.text}
        onChange={(event) => onChange({ text: event.currentTarget.value })}
      />
      {onRemove === null ? null : (
        <button type="button" className="icon-act" aria-label="Remove this place" onClick={onRemove}>
          <CrossIcon />
        </button>
      )}
      <div id={says} className="field-problem" aria-live="polite">
        {problem}
      </div>
    </div>
  );
}

/** What can stand between braces. */
function BracesHint({ fields }: { readonly fields: readonly string[] }) {
  return (
    <div className="field-hint">
      <code>{'{value}'}</code> stands for the secret’s value
      {fields.length < 2 ? null : (
        <>
          , and{' '}
          {fields.map((field, at) => (
            <span key={field}>
              {at === 0 ? '' : ', '}
              <code>{`{${field}}`}</code>
            </span>
          ))}{' '}
          for its fields
        </>
      )}
      . What stands outside of braces is sent as it is.
    </div>
  );
}

interface CodeFieldProps {
  readonly label: string;
  readonly value: string;
  readonly problem: string | undefined;
  readonly hint?: string;
  readonly onText: (text: string) => void;
}

function CodeField({ label, value, problem, hint, onText }: CodeFieldProps) {
  return (
    <Field label={label} problem={problem} hint={hint}>
      {(ids) => (
        <input
          {...ids}
          className="input input--code"
          spellCheck={false}
          maxLength={200}
          value={value}
          onChange={(event) => onText(event.currentTarget.value)}
        />
      )}
    </Field>
  );
}
