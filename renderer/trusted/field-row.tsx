// One field of a secret: its value or where that lies, and how a command gets it. Alone it looks like a plain "Value".
import type { ReactNode } from 'react';
import { Injection } from '../../app/contract/secret.ts';
import { injectionWords } from '../tokens/words.ts';
import { Button, Field, Fold, Tick } from './controls.tsx';
import type { FieldText } from './field-text.ts';
import type { FieldProblems } from './form-problems.ts';
import { ReferenceField } from './reference-field.tsx';
import { ValueField } from './value-field.tsx';

export interface FieldRowProps {
  readonly field: FieldText;
  /** It is the only one. */
  readonly alone: boolean;
  /** Where another field is begun; folded away beside a single one. */
  readonly another: ReactNode;
  readonly problems: FieldProblems;
  readonly hold: (element: HTMLTextAreaElement | null) => void;
  readonly onInput: () => void;
  readonly onChange: (part: Partial<FieldText>) => void;
}

export function FieldRow({ field, alone, another, problems, hold, onInput, onChange }: FieldRowProps) {
  const label = alone ? 'Value' : field.name === '' ? 'New field' : field.name;
  const how = <HowField field={field} problems={problems} onChange={onChange} />;
  const more = <MoreOfField field={field} problems={problems} onChange={onChange} />;
  const folded = problems.env === undefined && problems.name === undefined && field.name !== '';
  return (
    <>
      <Content {...{ field, label, problems, hold, onInput, onChange }} />
      {alone ? (
        <>
          {how}
          <Fold summary="More about this value" open={!folded}>
            {more}
            {another}
          </Fold>
        </>
      ) : (
        <Fold summary={<HowWords field={field} />} open={!folded}>
          {how}
          {more}
        </Fold>
      )}
    </>
  );
}

function Content(props: Omit<FieldRowProps, 'alone' | 'another'> & { readonly label: string }) {
  const { field, label, problems, hold, onInput, onChange } = props;
  switch (field.source) {
    case 'kept':
      return (
        <div className="field">
          <div className="field-head">
            <span className="field-name">{label}</span>
            <span className="field-acts">
              <Button tone="link" onClick={() => onChange({ source: 'reference' })}>
                Lies elsewhere
              </Button>
            </span>
          </div>
          <div className="value-stored">
            <span role="img" aria-label="hidden">
              ••••••••••
            </span>
            <Button aria-label={`Replace ${label}`} onClick={() => onChange({ source: 'value' })}>
              Replace…
            </Button>
          </div>
          <div className="field-problem">{problems.value}</div>
        </div>
      );
    case 'reference':
      return (
        <ReferenceField
          label={label}
          text={field.reference}
          problem={problems.value}
          onChange={(reference) => onChange({ reference })}
          onHere={() => onChange({ source: keepsValue(field) ? 'kept' : 'value' })}
        />
      );
    case 'value':
      return (
        <ValueField
          label={label}
          hint={field.hint}
          problem={problems.value}
          masked={field.sensitive}
          file={field.inject === 'file'}
          start={field.stored?.value ?? ''}
          hold={hold}
          onInput={onInput}
          onElsewhere={() => onChange({ source: 'reference' })}
        />
      );
  }
}

/** The vault holds a sealed value for it, and it may stay as it is. */
function keepsValue({ stored, sensitive }: FieldText): boolean {
  return stored !== null && stored.reference === null && stored.value === null && sensitive;
}

interface PartProps {
  readonly field: FieldText;
  readonly problems: FieldProblems;
  readonly onChange: (part: Partial<FieldText>) => void;
}

function HowField({ field, problems, onChange }: PartProps) {
  return (
    <div className="two-fields">
      <Field
        label="Given as"
        hint={field.inject === 'environment' ? undefined : injectionWords[field.inject].says}
        problem={problems.env}
      >
        {(ids) => (
          <input
            {...ids}
            className="input input--code"
            value={field.inject === 'stdin' ? '' : field.env}
            readOnly={field.inject === 'stdin'}
            maxLength={128}
            placeholder={field.inject === 'stdin' ? 'no variable' : 'GITHUB_TOKEN'}
            spellCheck={false}
            autoComplete="off"
            onChange={(event) => onChange({ env: event.currentTarget.value, envPattern: null })}
          />
        )}
      </Field>
      <Field label="Through">
        {(ids) => (
          <select
            {...ids}
            className="input"
            value={field.inject}
            onChange={(event) =>
              onChange({ inject: Injection.safeParse(event.currentTarget.value).data ?? field.inject })
            }
          >
            {Injection.options.map((each) => (
              <option key={each} value={each}>
                {injectionWords[each].name}
              </option>
            ))}
          </select>
        )}
      </Field>
    </div>
  );
}

function MoreOfField({ field, problems, onChange }: PartProps) {
  return (
    <>
      <Field label="Field name" problem={problems.name}>
        {(ids) => (
          <input
            {...ids}
            className="input input--code"
            value={field.name}
            maxLength={64}
            placeholder="password"
            spellCheck={false}
            autoComplete="off"
            onChange={(event) => onChange({ name: event.currentTarget.value })}
          />
        )}
      </Field>
      <Tick
        on={!field.sensitive}
        label="Agents may read this value"
        onChange={(readable) =>
          // What was sealed is not opened by a tick: it is typed again.
          onChange({ sensitive: !readable, ...(readable && field.source === 'kept' ? { source: 'value' } : {}) })
        }
      >
        For what is no secret, such as a user name. It is then neither masked nor redacted.
      </Tick>
    </>
  );
}

/** What the folded part says, so that it need not be opened to be read. */
function HowWords({ field }: { readonly field: FieldText }) {
  const words = injectionWords[field.inject];
  const none = field.inject !== 'stdin' && field.env.trim() === '';
  return (
    <span>
      {none ? 'Given only when an agent names a variable' : `Given ${words.as} `}
      {none || field.inject === 'stdin' ? null : <code>{field.env}</code>}
      {field.sensitive ? null : ', readable by agents'}
    </span>
  );
}
