// A well-known API: all is fixed but the secret, and which of its permissions agents can be given.
import type { ProviderKind } from '../../../app/contract/provider.ts';
import { Button, Fold, Tick } from '../controls.tsx';
import { authWords } from './auth-words.ts';
import { hostHint, type SecretChoice } from './provider-problems.ts';
import { SecretPick } from './secret-pick.tsx';

interface KnownProviderProps {
  readonly kind: ProviderKind;
  readonly secret: string;
  readonly secrets: readonly SecretChoice[];
  readonly problem: string | undefined;
  /** The keyboard begins here. */
  readonly focused: boolean;
  /** Of the permissions that agents can be given. */
  readonly names: readonly string[];
  readonly onSecret: (name: string) => void;
  readonly onNames: (names: readonly string[]) => void;
  /** It is to get another address or other rules; null: it is set up already. */
  readonly onOwn: (() => void) | null;
}

export function KnownProvider(props: KnownProviderProps) {
  const { kind, secret, secrets, problem, focused, names, onSecret, onNames, onOwn } = props;
  const chosen = secrets.find(({ name }) => name === secret);
  const all = kind.permissions.length;
  return (
    <>
      <dl className="provider-facts">
        <dt>Address</dt>
        <dd>
          <code>{kind.baseUrl}</code>
        </dd>
        <dt>Sign-in</dt>
        <dd>The secret is sent {authWords(kind.auth)}.</dd>
      </dl>
      <SecretPick
        value={secret}
        secrets={secrets}
        problem={problem}
        hint={hostHint(kind.baseUrl, chosen)}
        focused={focused}
        onChange={onSecret}
      />
      <Fold
        summary={`What agents can be given there: ${names.length === all ? 'all of it' : `${names.length} of ${all}`}`}
        open={names.length === 0}
      >
        <div className="permission-ticks">
          {kind.permissions.map(({ name, says }) => (
            <Tick
              key={name}
              on={names.includes(name)}
              onChange={(on) => onNames(on ? [...names, name] : names.filter((each) => each !== name))}
              label={
                <>
                  {says} <code>{`${kind.id}:${name}`}</code>
                </>
              }
            />
          ))}
        </div>
        {names.length === 0 ? <div className="field-problem">Without one, agents may call nothing there.</div> : null}
        {onOwn === null ? null : (
          <Button tone="link" onClick={onOwn}>
            Another address, or paths of your own…
          </Button>
        )}
      </Fold>
      <p className="field-hint">Which agent gets which of them, you decide when it asks. Deleting always asks you.</p>
    </>
  );
}
