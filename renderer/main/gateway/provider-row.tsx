// One API that is set up: where it lies, which secret it gets, what agents may be given, and where a program finds it.
import { Ellipsis, Trash2 } from 'lucide-react';
import type { GatewayView, ProviderSummary } from '../../../app/contract/gateway.ts';
import { gatewayText } from '../../../app/contract/gateway-text.ts';
import { Button } from '../../ui/button.tsx';
import { Menu, MenuItem } from '../../ui/menu.tsx';
import { useAct } from '../acts.tsx';
import { CopyButton } from './copy-button.tsx';
import { permissionWords } from './gateway-words.ts';

interface ProviderRowProps {
  readonly provider: ProviderSummary;
  readonly view: GatewayView;
  readonly onRemove: () => void;
}

export function ProviderRow({ provider, view, onRemove }: ProviderRowProps) {
  const act = useAct();
  const what = { kind: 'base', provider: provider.id } as const;
  const base = gatewayText(what, view);
  return (
    <div className="gateway-row">
      <div>
        <b>{provider.name}</b> <code>{provider.host}</code>
        <small>
          gets <code className="gateway-secret">{provider.secret}</code>
        </small>
        <small>can be given: {permissionWords(provider)}</small>
        {base === null ? null : (
          <div className="gateway-base">
            <code>{base}</code>
            <CopyButton text={what} label={`Copy the line for ${provider.name}`} />
          </div>
        )}
      </div>
      <Button
        aria-label={`Change ${provider.name}`}
        onClick={() => act('window.open', { kind: 'provider', id: provider.id })}
      >
        Change…
      </Button>
      <Menu
        trigger={
          <button type="button" className="button button--icon" aria-label={`More about ${provider.name}`}>
            <Ellipsis size={15} aria-hidden />
          </button>
        }
      >
        <MenuItem icon={Trash2} tone="danger" onSelect={onRemove}>
          Remove…
        </MenuItem>
      </Menu>
    </div>
  );
}
