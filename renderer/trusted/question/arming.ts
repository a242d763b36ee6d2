// When the buttons of a question begin to work. SECURITY P9: not before the question has been on the screen for a moment; the main
// process counts the same time for itself and refuses an earlier answer.
import { useCallback, useEffect, useState } from 'react';
import { armedAfterMs } from '../../../app/contract/approval.ts';
import type { RequestId } from '../../../app/contract/vocabulary.ts';
import { call } from '../broker.ts';

/** false until `armedAfterMs` after the question was on the screen. A window that is shown again mounts it anew. */
export function useArming(id: RequestId): boolean {
  return useArmed(useCallback(() => call('question.drawn', { id }), [id]));
}

/**
 * The same for what is no question. `tell` says to the broker that it was drawn; another function begins anew. Without one the main
 * process counts from when it could be seen.
 */
export function useArmed(tell: () => Promise<void> = untold): boolean {
  const [armed, setArmed] = useState(false);
  useEffect(() => {
    let run = 0;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const begin = () => {
      run += 1;
      const mine = run;
      clearTimeout(timer);
      setArmed(false);
      if (document.visibilityState !== 'visible') return;
      afterPaint(async () => {
        if (mine !== run) return;
        // Unheard by the broker, it stays unarmed: an answer would be refused anyway.
        const heard = await tell().then(
          () => true,
          () => false,
        );
        if (heard && mine === run) timer = setTimeout(() => setArmed(true), armedAfterMs);
      });
    };
    begin();
    document.addEventListener('visibilitychange', begin);
    return () => {
      run = -1;
      clearTimeout(timer);
      document.removeEventListener('visibilitychange', begin);
    };
  }, [tell]);
  return armed;
}

/** The second frame after now begins when the first has been handed to the screen. */
function afterPaint(then: () => void) {
  requestAnimationFrame(() => requestAnimationFrame(then));
}

async function untold() {}
