// The secrets that a run will hold: each field, how the command gets it, and for what lies elsewhere, where and who reads it there.
// Before allowing, the person may leave out some of them.
import type { ReactNode } from 'react';
import type { ActionReference, ActionSecret } from '../../../app/contract/run.ts';
import type { SecretName } from '../../../app/contract/vocabulary.ts';
import { injectionWords, tierWords } from '../../tokens/words.ts';
import { KeyIcon } from '../icons.tsx';
import { underHome } from '../paths.ts';
import { VisibleText } from '../visible-text.tsx';
import './secret-rows.css';

interface SecretRowsProps {
  readonly secrets: readonly ActionSecret[];
  /** Secrets that no similar command had before. */
  readonly first: readonly string[];
  readonly without: readonly SecretName[];
  /** It was answered with these. */
  readonly isFixed: boolean;
  readonly onWithout: (without: readonly SecretName[]) => void;
  readonly home: string;
}

export function SecretRows({ secrets, first, without, isFixed, onWithout, home }: SecretRowsProps) {
  const names = [...new Set(secrets.map(({ name }) => name))];
  return names.map((name) => {
    const isOut = without.includes(name);
    return (
      <SecretGroup
        key={name}
        name={name}
        fields={secrets.filter((secret) => secret.name === name)}
        tag={first.includes(name) ? 'first time' : null}
        isOut={isOut}
        home={home}
        act={
          names.length === 1 ? null : (
            <LeaveOut
              name={name}
              isOut={isOut}
              isFixed={isFixed}
              isLast={!isOut && names.length - without.length === 1}
              onClick={() => onWithout(isOut ? without.filter((each) => each !== name) : [...without, name])}
            />
          )
        }
      />
    );
  });
}

function LeaveOut({ name, isOut, isFixed, isLast, onClick }: LeaveOutProps) {
  return (
    <button
      type="button"
      className="quiet-act secret-act"
      aria-pressed={isOut}
      disabled={isFixed}
      aria-label={`Leave out ${name}`}
      aria-disabled={isLast}
      title={isLast ? 'One secret has to stay. To let it have none, deny, and tell the agent so.' : undefined}
      onClick={isLast ? undefined : onClick}
    >
      {isOut ? 'Put back' : 'Leave out'}
    </button>
  );
}

interface LeaveOutProps {
  readonly name: string;
  readonly isOut: boolean;
  readonly isFixed: boolean;
  /** It is the only one left. */
  readonly isLast: boolean;
  readonly onClick: () => void;
}

interface SecretGroupProps {
  readonly name: SecretName;
  readonly fields: readonly ActionSecret[];
  readonly tag: string | null;
  readonly isOut: boolean;
  readonly act: ReactNode;
  readonly home: string;
}

function SecretGroup({ name, fields, tag, isOut, act, home }: SecretGroupProps) {
  const [one] = fields;
  if (one === undefined) return null;
  const isSingle = fields.length === 1;
  // The only field of a plain token goes without saying.
  const isPlain = isSingle && ['token', 'value'].includes(one.field);
  return (
    <div className={isOut ? 'secret-line secret-line--out' : 'secret-line'}>
      <KeyIcon />
      <div>
        <div className="secret-name">
          <code>{name}</code>
          {isOut ? <span className="tag">left out</span> : null}
          {!isOut && one.tier === 'guarded' ? <span className="pill">{tierWords.guarded.tag}</span> : null}
          {!isOut && tag !== null ? <span className="tag">{tag}</span> : null}
        </div>
        {isSingle || one.description === '' ? null : <div className="secret-as">{one.description}</div>}
        {fields.map((field) => (
          <div key={`${field.field} ${field.env}`} className="secret-as">
            {isPlain ? null : `${field.field}, `}
            {injectionWords[field.inject].as} {field.env === null ? null : <code>${field.env}</code>}
            {field.sensitive ? null : ' · not secret'}
            {isSingle && one.description !== '' ? ` · ${one.description}` : null}
            {field.reference === null ? null : <ReferenceLine reference={field.reference} home={home} />}
          </div>
        ))}
      </div>
      {act}
    </div>
  );
}

/** `sha256` null: Postern reads it itself, and `program` is the place it reads. */
export function ReferenceLine({
  reference: { text, program, sha256 },
  home,
}: {
  readonly reference: ActionReference;
  readonly home: string;
}) {
  return (
    <div className="secret-from">
      Its value lies at{' '}
      <code>
        <VisibleText text={text} />
      </code>
      {sha256 === null ? ', read by Postern itself' : ', read by running '}
      {sha256 === null && program !== null ? ' at ' : null}
      {program === null ? null : (
        <code title={sha256 ?? undefined}>
          <VisibleText text={underHome(program, home)} />
        </code>
      )}
    </div>
  );
}
