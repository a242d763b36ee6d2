// How long a question still waits: a bar that shrinks, and the same in words.
import { useEffect, useState } from 'react';
import { approvalLifeMs } from '../../../app/contract/approval.ts';

/** Milliseconds until then, never negative; moves on by itself. */
export function useRemaining(expiresAt: number): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, []);
  return Math.max(0, expiresAt - now);
}

export function Countdown({ remaining }: { readonly remaining: number }) {
  const part = Math.min(1, remaining / approvalLifeMs);
  return (
    <div className="countdown" role="timer" aria-label={remainingWords(remaining)} title={remainingWords(remaining)}>
      <div className={remaining < 60_000 ? 'countdown-late' : undefined} style={{ width: `${part * 100}%` }} />
    </div>
  );
}

function remainingWords(remaining: number): string {
  if (remaining <= 0) return 'Expired';
  if (remaining < 60_000) return `Expires in ${Math.ceil(remaining / 1000)} s`;
  return `Expires in ${Math.round(remaining / 60_000)} min`;
}
