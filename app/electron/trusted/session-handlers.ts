// Set-up and unlock, from their trusted windows.

import { BrokerError } from '../../contract/fault.ts';
import type { TrustedHandlers } from '../ipc-main.ts';
import type { TrustedWindowParts } from './parts.ts';

export function sessionHandlers({
  person,
  desks: { keys },
  windows,
  electron,
}: TrustedWindowParts): Pick<TrustedHandlers, 'vault.create' | 'vault.unlock' | 'setup.newRecovery'> {
  return {
    'vault.create': async ({ passphrase, useKeychain, acceptOldElectron }) => {
      // An Electron without security fixes holds a vault only after the person said so.
      if (electron.old && !acceptOldElectron) throw new BrokerError('bad_request');
      await person.createVault(passphrase, { keychain: useKeychain });
      windows.openMain();
    },
    'vault.unlock': async ({ opener, acceptRollback }, { closed, armed }) => {
      // SECURITY P9: an agent's request brings this window, and where a click is all it takes, one that was meant for another
      // window opens nothing.
      if (opener.kind === 'keychain' && !armed) throw new BrokerError('presence_refused');
      await person.unlock(opener, { acceptRollback }, closed);
      windows.closeTrusted('unlock');
      if (opener.kind === 'recovery') windows.openTrusted({ kind: 'keys' });
    },
    'setup.newRecovery': async (_none, { closed }) => ({ code: await keys.newRecoveryCode(null, closed) }),
  };
}
