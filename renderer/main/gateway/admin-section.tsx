// The token for programs that look after the gateway: whether there is one, until when, and the click that ends it.
import type { GatewayView } from '../../../app/contract/gateway.ts';
import { Button } from '../../ui/button.tsx';
import { Section } from '../../ui/layout.tsx';
import { useAct } from '../acts.tsx';
import { clockTime } from '../times.ts';

export function AdminSection({ view: { adminUntil } }: { readonly view: GatewayView }) {
  const act = useAct();
  return (
    <Section
      title="Admin token"
      lead="For a program that watches over the gateway. It may read who was let in, what happened and which secrets there are by name, and shut agents out. It sees no value and lets nobody in."
    >
      <div className="gateway-acts">
        <Button onClick={() => act('window.open', { kind: 'admin' })}>Make an admin token…</Button>
        {adminUntil === null ? (
          <span>There is none now. It lasts an hour.</span>
        ) : (
          <>
            <Button onClick={() => act('gateway.endAdmin', undefined)}>End it now</Button>
            <span>There is one until {clockTime(adminUntil)}.</span>
          </>
        )}
      </div>
    </Section>
  );
}
