// The vault's state in words, and the one click that changes it.
import { DoorClosed, Lock, LockOpen } from 'lucide-react';
import type { SessionView } from '../../app/contract/broker.ts';
import { Button } from '../ui/button.tsx';
import { useAct } from './acts.tsx';
import { span } from './times.ts';
import { useNow } from './use-now.ts';

export function StateCard({ session }: { readonly session: SessionView }) {
  const act = useAct();
  const now = useNow();
  const open = () => act('session.open', undefined);
  switch (session.state) {
    case 'unlocked':
      return (
        <section className="state-card" aria-label="State of the vault">
          <b>
            <LockOpen size={13} aria-hidden />
            Unlocked
          </b>
          {session.locksAt === null
            ? 'Locks when the computer sleeps.'
            : `Locks in ${span(session.locksAt - now)}, or when the computer sleeps.`}
          <Button onClick={() => act('session.lock', undefined)} aria-keyshortcuts="Control+L">
            Lock now
          </Button>
        </section>
      );
    case 'locked':
      return (
        <section className="state-card" aria-label="State of the vault">
          <b>
            <Lock size={13} aria-hidden />
            Locked
          </b>
          Nothing can be read or used until you unlock.
          <Button tone="primary" onClick={open}>
            Unlock…
          </Button>
        </section>
      );
    case 'empty':
      return (
        <section className="state-card" aria-label="State of the vault">
          <b>
            <DoorClosed size={13} aria-hidden />
            No vault yet
          </b>
          Create one to keep your first secret.
          <Button tone="primary" onClick={open}>
            Create a vault…
          </Button>
        </section>
      );
  }
}
