// The present moment, for words such as "in 42 minutes"; moves on by itself.
import { useEffect, useState } from 'react';

/** Epoch milliseconds, fresh to within `everyMs`. */
export function useNow(everyMs = 15_000): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), everyMs);
    return () => clearInterval(timer);
  }, [everyMs]);
  return now;
}
