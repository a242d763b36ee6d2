// What helps the person to find a secret again and to keep it fresh, and how long a yes for it may last: folded, since most
// secrets need none of it.
import { useId } from 'react';
import { LongestYes } from '../../app/contract/secret.ts';
import { longestYesWords } from '../tokens/words.ts';
import { Field } from './controls.tsx';
import type { AboutText } from './draft.ts';
import type { AboutProps } from './secret-fields.tsx';

export function MoreFields({ form, problems, onChange }: AboutProps) {
  const environments = useId();
  const text = (
    part: TextPart,
    rest: { readonly hint?: string; readonly label: string; readonly placeholder?: string },
  ) => (
    <TextField {...rest} value={form[part]} problem={problems[part]} onText={(value) => onChange({ [part]: value })} />
  );
  return (
    <>
      {text('url', { label: 'Where you manage it', placeholder: 'https://github.com/settings/tokens' })}
      <div className="two-fields">
        {text('projects', { label: 'Projects', hint: 'Divided by commas. Empty: all.' })}
        <TextField
          label="Environment"
          value={form.environment}
          problem={problems.environment}
          placeholder="staging"
          list={environments}
          onText={(environment) => onChange({ environment })}
        />
        <datalist id={environments}>
          <option value="dev" />
          <option value="staging" />
          <option value="prod" />
        </datalist>
      </div>
      {text('tags', { label: 'Tags', hint: 'Divided by commas. Agents can read them.' })}
      <div className="two-fields">
        <TextField
          label="Expires on"
          hint="Leave it empty if it does not."
          value={form.expires}
          problem={problems.expires}
          type="date"
          onText={(expires) => onChange({ expires })}
        />
        <Field label="Remind me to rotate it" problem={problems.rotateAfterDays}>
          {(ids) => (
            <div className="days">
              <span>after</span>
              <input
                {...ids}
                className="input"
                inputMode="numeric"
                maxLength={4}
                placeholder="90"
                value={form.rotateAfterDays}
                onChange={(event) => onChange({ rotateAfterDays: event.currentTarget.value })}
              />
              <span>days</span>
            </div>
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

export function LongestYesField({ form, onChange }: AboutProps) {
  return (
    <Field
      label="The longest a yes may last"
      hint={
        form.tier === 'guarded' ? 'A guarded secret asks each time all the same.' : 'For any command that holds it.'
      }
    >
      {(ids) => (
        <select
          {...ids}
          className="input"
          value={form.longestYes}
          onChange={(event) =>
            onChange({ longestYes: LongestYes.safeParse(event.currentTarget.value).data ?? form.longestYes })
          }
        >
          {LongestYes.options.map((each) => (
            <option key={each} value={each}>
              {longestYesWords[each]}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}

type TextPart = Extract<keyof AboutText, 'url' | 'projects' | 'tags'>;

interface TextFieldProps {
  readonly label: string;
  readonly hint?: string;
  readonly value: string;
  readonly problem: string | undefined;
  readonly placeholder?: string;
  readonly type?: 'text' | 'date';
  readonly list?: string;
  readonly onText: (value: string) => void;
}

function TextField({ label, hint, problem, onText, type = 'text', ...rest }: TextFieldProps) {
  return (
    <Field label={label} hint={hint} problem={problem}>
      {(ids) => (
        <input
          {...ids}
          {...rest}
          type={type}
          className="input"
          maxLength={2000}
          autoComplete="off"
          spellCheck={false}
          onChange={(event) => onText(event.currentTarget.value)}
        />
      )}
    </Field>
  );
}
