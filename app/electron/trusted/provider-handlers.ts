// A provider of the gateway, from its trusted window. SECURITY P9: what lets more through is proven there.

import type { TrustedHandlers } from '../ipc-main.ts';
import { providerOf } from '../purposes.ts';
import type { TrustedWindowParts } from './parts.ts';

export function providerHandlers({
  desks: { providers },
  windows,
}: TrustedWindowParts): Pick<TrustedHandlers, 'provider.save' | 'provider.newSecret'> {
  return {
    'provider.save': async ({ provider, proof }, { purpose, closed }) => {
      await providers.save(providerOf(purpose), provider, proof, closed);
      windows.closeTrusted('provider');
    },
    'provider.newSecret': () => windows.openTrusted({ kind: 'secret', id: null }),
  };
}
