// What the trusted windows may do, group by group. Which window may do which is ipc-main's check.
import type { TrustedHandlers } from './ipc-main.ts';
import { backupHandlers } from './trusted/backup-handlers.ts';
import { clientHandlers } from './trusted/client-handlers.ts';
import { gatewayHandlers } from './trusted/gateway-handlers.ts';
import { importHandlers } from './trusted/import-handlers.ts';
import { keysHandlers } from './trusted/keys-handlers.ts';
import type { TrustedWindowParts } from './trusted/parts.ts';
import { policyHandlers } from './trusted/policy-handlers.ts';
import { providerHandlers } from './trusted/provider-handlers.ts';
import { questionHandlers } from './trusted/question-handlers.ts';
import { revealHandlers } from './trusted/reveal-handlers.ts';
import { secretHandlers } from './trusted/secret-handlers.ts';
import { sessionHandlers } from './trusted/session-handlers.ts';

export function createTrustedHandlers(parts: TrustedWindowParts): TrustedHandlers {
  const { windows } = parts;
  return {
    ...sessionHandlers(parts),
    ...questionHandlers(parts),
    ...policyHandlers(parts),
    ...secretHandlers(parts),
    ...revealHandlers(parts),
    ...importHandlers(parts),
    ...keysHandlers(parts),
    ...backupHandlers(parts),
    ...clientHandlers(parts),
    ...providerHandlers(parts),
    ...gatewayHandlers(parts),
    'window.fit': ({ height }, { contents }) => windows.fit(contents, height),
    'window.close': (_none, { purpose }) => windows.closeTrusted(purpose.kind),
  };
}
