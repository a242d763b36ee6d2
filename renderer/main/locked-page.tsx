// What a page shows while the vault is locked or not made yet: calm, with the one thing to do.
import { DoorClosed, Lock } from 'lucide-react';
import { Button } from '../ui/button.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { useAct } from './acts.tsx';

export function LockedPage({ vault, what }: { readonly vault: 'locked' | 'empty'; readonly what: string }) {
  const act = useAct();
  const open = () => act('session.open', undefined);
  if (vault === 'empty') {
    return (
      <EmptyState icon={DoorClosed} title="No vault yet" action={<Button onClick={open}>Create a vault…</Button>}>
        {what} will be here once you have made a vault.
      </EmptyState>
    );
  }
  return (
    <EmptyState icon={Lock} title="Locked" action={<Button onClick={open}>Unlock…</Button>}>
      {what} can be seen again once you unlock.
    </EmptyState>
  );
}
