// How programs may reach the gateway, in words; it is opened in a trusted window.
import type { Settings } from '../../../app/contract/settings.ts';
import { Button } from '../../ui/button.tsx';
import { Fact, Facts, Section } from '../../ui/layout.tsx';
import { useAct } from '../acts.tsx';
import { doorWords } from './setting-words.ts';

/** `settings` null: the vault is locked, and they lie in it. Nothing then: the section above says so. */
export function GatewayDoor({ settings }: { readonly settings: Settings | null }) {
  const act = useAct();
  if (settings === null) return null;
  return (
    <Section title="Gateway">
      <Facts>
        <Fact name="Door">{doorWords[settings.gateway]}</Fact>
      </Facts>
      <div className="settings-actions">
        <Button onClick={() => act('window.open', { kind: 'settings', about: 'gateway' })}>Change…</Button>
      </div>
    </Section>
  );
}
