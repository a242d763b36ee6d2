// The redacted terminal of one run, kept fresh while it runs.
import { useEffect, useRef, useState } from 'react';
import type { RequestId } from '../../../app/contract/vocabulary.ts';
import { call } from '../broker.ts';
import type { LiveScreen } from './live-screen.ts';
import { loadLiveFont, openLiveScreen } from './live-screen.ts';

export function LiveScreenView({ id }: { readonly id: RequestId }) {
  const element = useRef<HTMLDivElement>(null);
  const [isLost, setLost] = useState(false);
  useEffect(() => {
    const place = element.current;
    if (place === null) return;
    setLost(false);
    return follow(id, place, () => setLost(true));
  }, [id]);
  return (
    <>
      {isLost ? <p className="live-lost">Earlier output is no longer kept.</p> : null}
      <div ref={element} className="live-screen" />
    </>
  );
}

/** Shows the run's output and all that comes, until the end. @returns what stops that */
function follow(id: RequestId, place: HTMLElement, onLost: () => void): () => void {
  let screen: LiveScreen | null = null;
  let isOver = false;
  const readOn = async (): Promise<void> => {
    await loadLiveFont();
    for (let from = 0; ; ) {
      // Answers when there is more, or after a while.
      const { parts, next, lost, ended } = await call('live.read', { id, from });
      if (isOver) return;
      screen ??= openLiveScreen(place, 'Output of the command');
      if (lost) {
        screen.clear();
        onLost();
      }
      from = next;
      await screen.show(parts);
      if (isOver || (ended && parts.length === 0)) return;
    }
  };
  // After a lock there is nothing to read, and the page says so itself.
  void readOn().catch(() => undefined);
  return () => {
    isOver = true;
    screen?.end();
  };
}
