// The window in which the person adds or edits a secret. A stored value never comes here.
import type { OwnSecretView } from '../../app/contract/secret.ts';
import { call } from './broker.ts';
import { Button } from './controls.tsx';
import { InactiveReferences } from './inactive-references.tsx';
import { OlderVersions } from './older-versions.tsx';
import { SecretForm } from './secret-form.tsx';
import { WindowHead } from './window-head.tsx';

/** `secret` null: a new one. */
export function SecretEntry({ secret }: { readonly secret: OwnSecretView | null }) {
  return (
    <>
      <WindowHead title={secret === null ? 'Add a secret' : `Edit ${secret.name}`}>
        Agents can use it by its name. They never see its value.
      </WindowHead>
      <div className="body">
        {secret === null ? null : <InactiveReferences secret={secret} />}
        <SecretForm
          secret={secret}
          wish={null}
          focused
          aside={<Button onClick={() => call('window.close', undefined)}>Cancel</Button>}
          below={secret === null ? null : <OlderVersions count={secret.olderVersions} />}
        />
      </div>
    </>
  );
}
