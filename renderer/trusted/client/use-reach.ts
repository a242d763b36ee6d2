// How many secrets the limits would cover now, as the broker counts them.
import { useEffect, useState } from 'react';
import type { ClientLimits, LimitsReach } from '../../../app/contract/client.ts';
import { call } from '../broker.ts';

/** null: it is not known yet, or the limits are none. A slow older answer never replaces a newer one. */
export function useReach(limits: ClientLimits | null): LimitsReach | null {
  const [reach, setReach] = useState<LimitsReach | null>(null);
  const text = limits === null ? null : JSON.stringify(limits);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the text stands for the limits
  useEffect(() => {
    let current = true;
    if (limits !== null) {
      call('client.reach', { limits }).then(
        (told) => current && setReach(told),
        () => current && setReach(null),
      );
    }
    return () => {
      current = false;
    };
  }, [text]);
  return limits === null ? null : reach;
}
