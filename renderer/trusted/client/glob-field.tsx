// The names that an agent may know of: a pattern on each line, and how many secrets each covers now.
import type { LimitsReach } from '../../../app/contract/client.ts';
import { Field } from '../controls.tsx';
import { globProblem, globsOf } from './limits-draft.ts';

interface GlobFieldProps {
  readonly text: string;
  /** null: it is not known yet. */
  readonly reach: LimitsReach | null;
  readonly onChange: (text: string) => void;
}

export function GlobField({ text, reach, onChange }: GlobFieldProps) {
  const globs = globsOf(text);
  const known = reach !== null && reach.globs.length === globs.length;
  return (
    <Field
      label="Secrets"
      problem={globProblem(text)}
      hint="One on each line: a name, aws/* for one step, aws/** for all below, ** for all."
    >
      {(ids) => (
        <>
          <textarea
            {...ids}
            className="input input--code globs"
            // biome-ignore lint/a11y/noAutofocus: the window was opened to change this
            autoFocus
            rows={2}
            spellCheck={false}
            autoComplete="off"
            value={text}
            onChange={(event) => onChange(event.currentTarget.value)}
          />
          {known && globs.length > 0 && globProblem(text) === undefined ? (
            <ul className="glob-counts" aria-label="Secrets now">
              {globs.map((glob, at) => (
                <li key={glob}>
                  <code>{glob}</code>
                  <span>{secretsNow(reach.globs[at] ?? 0)}</span>
                </li>
              ))}
            </ul>
          ) : null}
        </>
      )}
    </Field>
  );
}

function secretsNow(count: number): string {
  return count === 0 ? 'no secret now' : count === 1 ? '1 secret now' : `${count} secrets now`;
}
