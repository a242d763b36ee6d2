// The secrets that a run will hold: each field, how the command gets it, and for what lies elsewhere, where and who reads it there.
import type { ActionReference, ActionSecret } from '../../app/contract/run.ts';
import { injectionWords, tierWords } from '../tokens/words.ts';
import { KeyIcon } from './icons.tsx';
import { underHome } from './paths.ts';
import { VisibleText } from './visible-text.tsx';

interface SecretRowsProps {
  readonly secrets: readonly ActionSecret[];
  readonly home: string;
}

export function SecretRows({ secrets, home }: SecretRowsProps) {
  return secrets.map((secret) => (
    <div key={`${secret.id} ${secret.field} ${secret.env}`} className="secret-line">
      <KeyIcon />
      <div>
        <code>{secret.name}</code>
        {isNamed(secret, secrets) ? <span className="secret-as"> · {secret.field},</span> : null}{' '}
        <span className="secret-as">
          {injectionWords[secret.inject].as} {secret.env === null ? null : <code>${secret.env}</code>}
        </span>
        {secret.description === '' ? null : <span className="secret-as"> · {secret.description}</span>}
        {secret.reference === null ? null : <ReferenceLine reference={secret.reference} home={home} />}
      </div>
      <span className={secret.tier === 'guarded' ? 'pill' : 'tag'}>{tagOf(secret)}</span>
    </div>
  ));
}

/** The only field of a plain token goes without saying. */
function isNamed({ id, field }: ActionSecret, all: readonly ActionSecret[]): boolean {
  const plain: readonly string[] = ['token', 'value'];
  return !plain.includes(field) || all.some((other) => other.id === id && other.field !== field);
}

function tagOf({ tier, sensitive, inject }: ActionSecret): string {
  if (!sensitive) return 'not secret';
  return tier === 'guarded' ? tierWords.guarded.tag : injectionTags[inject];
}

const injectionTags = { environment: 'env', file: 'file', totp: 'code', stdin: 'input' } as const;

/** `sha256` null: Postern reads it itself, and `program` is the place it reads. */
function ReferenceLine({
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
