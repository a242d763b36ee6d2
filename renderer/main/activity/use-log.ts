// The loaded part of the log: its newest entries, kept fresh, and as many older ones as the person asked for.
import { useCallback, useEffect, useState } from 'react';
import type { AuditEntry } from '../../../app/contract/audit.ts';
import type { FaultCode } from '../../../app/contract/fault.ts';
import { faultCodeOf } from '../../../app/contract/fault.ts';
import { call, useBroker } from '../broker.ts';

const pageSize = 200;

export interface LoadedLog {
  readonly entries: readonly AuditEntry[];
  readonly ready: boolean;
  readonly fault: FaultCode | null;
  /** null: the beginning of the log is loaded. */
  readonly more: (() => void) | null;
}

export function useLog(): LoadedLog {
  const head = useBroker('audit.list', { before: null, limit: pageSize });
  const [known, setKnown] = useState<readonly AuditEntry[]>([]);
  const [fault, setFault] = useState<FaultCode | null>(null);
  useEffect(() => {
    if (head.kind === 'ready') setKnown((old) => merged(old, head.value));
  }, [head]);
  const oldest = known.at(-1)?.sequence ?? 1;
  const more = useCallback(() => {
    call('audit.list', { before: oldest, limit: pageSize }).then(
      (older) => setKnown((old) => [...old, ...older.filter((entry) => entry.sequence < (old.at(-1)?.sequence ?? 0))]),
      (thrown: unknown) => setFault(faultCodeOf(thrown)),
    );
  }, [oldest]);
  return {
    entries: known,
    ready: head.kind !== 'loading',
    fault: head.kind === 'failed' ? head.code : fault,
    more: oldest > 1 ? more : null,
  };
}

/** Newest first. What was known is kept when the fresh entries reach down to it; otherwise there would be a gap. */
function merged(known: readonly AuditEntry[], fresh: readonly AuditEntry[]): readonly AuditEntry[] {
  const lowest = fresh.at(-1)?.sequence ?? 0;
  const newest = known[0]?.sequence ?? 0;
  if (lowest > newest + 1) return fresh;
  return [...fresh, ...known.filter((entry) => entry.sequence < lowest)];
}
