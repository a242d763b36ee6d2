// What the main window may do about the gateway: look, copy its address, let a paused agent go on, and shut out. SECURITY P7, P9:
// nothing here opens the door, widens a limit or makes a token.
import { BrokerError } from '../contract/fault.ts';
import { gatewayText } from '../contract/gateway-text.ts';
import type { MainWindowParts } from './handlers-main.ts';
import type { MainHandlers } from './ipc-main.ts';

export function gatewayHandlers({ desks, copy }: Pick<MainWindowParts, 'desks' | 'copy'>): GatewayHandlers {
  const { gateway, providers } = desks;
  return {
    'gateway.view': () => gateway.view(),
    'gateway.close': () => gateway.close(),
    'gateway.copy': (what) => {
      const text = gatewayText(what, gateway.view());
      if (text === null) throw new BrokerError('bad_request');
      copy(text);
    },
    'gateway.pauseAgent': ({ id }) => gateway.pauseAgent(id),
    'gateway.resumeAgent': ({ id }) => gateway.resumeAgent(id),
    'gateway.removeAgent': ({ id }) => gateway.removeAgent(id),
    'gateway.revokeToken': ({ id }) => gateway.revokeToken(id),
    'gateway.revokeTokens': ({ agent }) => gateway.revokeTokens(agent),
    'gateway.endAdmin': () => gateway.endAdminToken(),
    'gateway.removeProvider': ({ id }) => providers.remove(id),
  };
}

type GatewayHandlers = Pick<MainHandlers, Extract<keyof MainHandlers, `gateway.${string}`>>;
