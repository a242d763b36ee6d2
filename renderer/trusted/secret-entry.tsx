// The window in which the person adds or edits a secret. A stored value never comes here.
import type { OwnSecretView } from '../../app/contract/secret.ts';
import { call } from './broker.ts';
import { Button } from './controls.tsx';
import { ArchIcon } from './icons.tsx';
import { SecretForm } from './secret-form.tsx';

/** `secret` null: a new one. */
export function SecretEntry({ secret }: { readonly secret: OwnSecretView | null }) {
  return (
    <>
      <header className="head">
        <span className="head-mark">
          <ArchIcon />
        </span>
        <div>
          <h1>{secret === null ? 'Add a secret' : `Edit ${secret.name}`}</h1>
          <p>Agents can use it by its name. They never see its value.</p>
        </div>
      </header>
      <div className="body">
        <SecretForm
          secret={secret}
          wish={null}
          focused
          aside={<Button onClick={() => call('window.close', undefined)}>Cancel</Button>}
        />
      </div>
    </>
  );
}
