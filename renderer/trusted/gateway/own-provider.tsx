// An API of the person's own: a name, an address, how to sign in, and a secret; the permissions are ready made.
import { Field, Fold, Tick, Warning } from '../controls.tsx';
import { AlwaysAskFields } from './always-ask-fields.tsx';
import { AuthFields } from './auth-fields.tsx';
import { PermissionFields } from './permission-fields.tsx';
import { idOf, type ProviderDraft } from './provider-draft.ts';
import { hostHint, noProblems, type ProviderProblems, type SecretChoice } from './provider-problems.ts';
import { SecretPick } from './secret-pick.tsx';

interface OwnProviderProps {
  readonly draft: ProviderDraft;
  readonly problems: ProviderProblems;
  /** They are said: the person tried to save. */
  readonly told: boolean;
  /** The keyboard begins here. */
  readonly focused: boolean;
  readonly secrets: readonly SecretChoice[];
  readonly onChange: (part: Partial<ProviderDraft>) => void;
}

export function OwnProvider({ draft, problems: all, told, focused, secrets, onChange }: OwnProviderProps) {
  const problems = told ? all : noProblems;
  const id = idOf(draft);
  const chosen = secrets.find(({ name }) => name === draft.secret);
  const wrongBelow = problems.permissions !== undefined || Object.keys(problems.permission).length > 0;
  return (
    <>
      <Field
        label="Name"
        problem={problems.name}
        hint={
          id === '' ? (
            'As you call it.'
          ) : (
            <>
              Agents call it <code>{id}</code>.
            </>
          )
        }
      >
        {(ids) => (
          <input
            {...ids}
            className="input"
            // biome-ignore lint/a11y/noAutofocus: the window was opened to change this
            autoFocus={focused}
            maxLength={60}
            spellCheck={false}
            placeholder="Weather"
            value={draft.name}
            onChange={(event) => onChange({ name: event.currentTarget.value })}
          />
        )}
      </Field>
      <Field label="Base address" problem={problems.baseUrl} hint="What every request there begins with.">
        {(ids) => (
          <input
            {...ids}
            className="input input--code"
            type="url"
            maxLength={300}
            spellCheck={false}
            placeholder="https://api.example.com/v1"
            value={draft.baseUrl}
            onChange={(event) => onChange({ baseUrl: event.currentTarget.value })}
          />
        )}
      </Field>
      <AuthFields
        auth={draft.auth}
        problems={problems}
        fields={chosen?.fields ?? []}
        onChange={(part) => onChange({ auth: { ...draft.auth, ...part } })}
      />
      <SecretPick
        value={draft.secret}
        secrets={secrets}
        problem={problems.secret}
        hint={hostHint(draft.baseUrl, chosen)}
        onChange={(secret) => onChange({ secret })}
      />
      <Fold
        summary={`What agents can be given there: ${draft.permissions.map(({ name }) => name).join(', ')}`}
        open={wrongBelow}
      >
        <PermissionFields
          permissions={draft.permissions}
          problems={problems}
          onChange={(permissions) => onChange({ permissions })}
        />
      </Fold>
      <AlwaysAskFields draft={draft} problems={problems} onChange={onChange} />
      <Tick
        on={draft.privateAddress}
        onChange={(privateAddress) => onChange({ privateAddress })}
        label="It lies on this computer or in my network"
      />
      {draft.privateAddress ? (
        <Warning>
          Postern then sends the secret wherever this name leads, also inside your network. Agents reach what they may
          not reach otherwise. Tick it only for a host of your own.
        </Warning>
      ) : null}
    </>
  );
}
