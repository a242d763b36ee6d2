// What an agent of the gateway may do, and the admin token, from their trusted windows. SECURITY P9: what loosens is proven there.

import { BrokerError } from '../../contract/fault.ts';
import type { TrustedHandlers } from '../ipc-main.ts';
import { agentOf } from '../purposes.ts';
import type { TrustedWindowParts } from './parts.ts';

export function gatewayHandlers({
  desks: { gateway },
  windows,
  copy,
}: TrustedWindowParts): Pick<TrustedHandlers, 'agent.save' | 'admin.make' | 'admin.copy'> {
  return {
    'agent.save': async ({ limits, proof }, { purpose, closed }) => {
      await gateway.setLimits(agentOf(purpose), limits, proof, closed);
      windows.closeTrusted('agent');
    },
    'admin.make': ({ proof }, { closed }) => gateway.makeAdminToken(proof, closed),
    // SECURITY P7: a page can put nothing on the clipboard but the token that there is.
    'admin.copy': async ({ token }) => {
      if (!gateway.isAdminToken(token)) throw new BrokerError('bad_request');
      await copy(token);
    },
  };
}
