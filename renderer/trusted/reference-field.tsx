// Where a value lies that the vault does not hold. Only the person writes this, and nothing is fetched before an approved run.
import { referenceSchemes, schemeOf } from '../../app/contract/reference.ts';
import { Button, Field } from './controls.tsx';
import { schemeWords } from './reference-schemes.ts';

interface ReferenceFieldProps {
  readonly label: string;
  readonly text: string;
  readonly problem: string | undefined;
  readonly onChange: (text: string) => void;
  readonly onHere: () => void;
}

export function ReferenceField({ label, text, problem, onChange, onHere }: ReferenceFieldProps) {
  const scheme = schemeOf(text) ?? referenceSchemes.find((each) => each === text) ?? null;
  const words = scheme === null ? null : schemeWords[scheme];
  return (
    <Field
      label={label}
      problem={problem}
      hint={
        words === null ? (
          'Pick where it lies. It is read anew for each approved run, and never kept.'
        ) : (
          <>
            {words.says} For example <code>{words.example}</code>
          </>
        )
      }
      aside={
        <span className="field-acts">
          <Button tone="link" onClick={onHere}>
            Keep it here
          </Button>
        </span>
      }
    >
      {(ids) => (
        <div className="reference">
          <select
            className="input"
            aria-label={`${label}: where it lies`}
            value={scheme ?? ''}
            onChange={(event) => onChange(withScheme(text, event.currentTarget.value))}
          >
            <option value="" disabled>
              Lies in…
            </option>
            {referenceSchemes.map((each) => (
              <option key={each} value={each}>
                {schemeWords[each].name}
              </option>
            ))}
          </select>
          <input
            {...ids}
            className="input input--code"
            value={text}
            maxLength={2000}
            placeholder={words?.example ?? 'op://Work/GitHub/token'}
            spellCheck={false}
            autoComplete="off"
            onChange={(event) => onChange(event.currentTarget.value)}
          />
        </div>
      )}
    </Field>
  );
}

/** The same place under another scheme; `op` and `bw` have slashes of their own. */
function withScheme(text: string, scheme: string): string {
  const old = schemeOf(text) ?? referenceSchemes.find((each) => each === text);
  const rest = text.slice(old?.length ?? 0).replace(/^\/\//, '');
  return `${scheme}${scheme === 'op:' || scheme === 'bw:' ? '//' : ''}${rest}`;
}
