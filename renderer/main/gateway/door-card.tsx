// Whether the gateway is open, where, and the one click that shuts it.
import { DoorClosed, DoorOpen } from 'lucide-react';
import type { GatewayView } from '../../../app/contract/gateway.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { useAct } from '../acts.tsx';
import { counted } from '../times.ts';
import { CopyButton } from './copy-button.tsx';

export function DoorCard({ view }: { readonly view: GatewayView }) {
  const act = useAct();
  const open = () => act('window.open', { kind: 'settings', about: 'gateway' });
  if (view.door === 'off') {
    return (
      <section className="card door" aria-label="State of the gateway">
        <DoorClosed size={17} aria-hidden />
        <div>
          <b>Closed</b> <small>No program can reach it. What you set up below stays as it is.</small>
        </div>
        <Button tone="primary" onClick={open}>
          Open…
        </Button>
      </section>
    );
  }
  if (view.address === null) {
    return (
      <section className="card door" aria-label="State of the gateway">
        <DoorClosed size={17} aria-hidden />
        <div>
          <b>Not reachable</b> <Badge tone="write">not open</Badge>
          <small>It is set to be open, but its {placeWords[view.door]} could not be had.</small>
        </div>
        <Button onClick={open}>Change…</Button>
        <Button onClick={() => act('gateway.close', undefined)}>Close now</Button>
      </section>
    );
  }
  return (
    <section className="card door" aria-label="State of the gateway">
      <DoorOpen size={17} className="door-open" aria-hidden />
      <div>
        <b>{view.door === 'port' ? 'Open' : 'Open by socket'}</b>{' '}
        {view.calls === 0 ? null : <Badge tone="good">{counted(view.calls, 'request')} under way</Badge>}
        <div className="door-address">
          <code>{view.address}</code>
          <CopyButton text={{ kind: 'address' }} label="Copy the address" />
        </div>
        <small>
          Only programs on this computer reach it{view.door === 'port' ? ', by another port each time' : ''}. The
          address also stands in <code>{view.addressFile}</code>
        </small>
      </div>
      <Button onClick={open}>Change…</Button>
      <Button onClick={() => act('gateway.close', undefined)}>Close now</Button>
    </section>
  );
}

const placeWords = { port: 'port', socket: 'socket' } as const;
