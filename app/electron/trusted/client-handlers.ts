// What a client may use, from its trusted window. SECURITY P9: what lets it do more is proven there.

import type { TrustedHandlers } from '../ipc-main.ts';
import { clientOf } from '../purposes.ts';
import type { TrustedWindowParts } from './parts.ts';

export function clientHandlers({
  desks: { clients },
  windows,
}: TrustedWindowParts): Pick<TrustedHandlers, 'client.save' | 'client.reach'> {
  return {
    'client.save': async ({ limits, proof }, { purpose, closed }) => {
      await clients.setLimits(clientOf(purpose), limits, proof, closed);
      windows.closeTrusted('client');
    },
    'client.reach': ({ limits }) => clients.reach(limits),
  };
}
