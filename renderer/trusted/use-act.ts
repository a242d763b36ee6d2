// One thing at a time that the broker does for a window: whether it is at it, and what went wrong.
import { useState } from 'react';
import type { FaultCode } from '../../app/contract/fault.ts';
import { faultCodeOf } from '../../app/contract/fault.ts';

export interface Act {
  readonly busy: boolean;
  readonly fault: FaultCode | null;
  /** null: it failed, which `fault` tells, or something else is still under way. */
  readonly act: <T>(work: () => Promise<T>) => Promise<{ readonly value: T } | null>;
  /** What went wrong is not said any more. */
  readonly clear: () => void;
}

export function useAct(): Act {
  const [state, setState] = useState<{ busy: boolean; fault: FaultCode | null }>({ busy: false, fault: null });
  const act: Act['act'] = async (work) => {
    if (state.busy) return null;
    setState({ busy: true, fault: null });
    try {
      const value = await work();
      setState({ busy: false, fault: null });
      return { value };
    } catch (thrown) {
      setState({ busy: false, fault: faultCodeOf(thrown) });
      return null;
    }
  };
  return { ...state, act, clear: () => setState({ ...state, fault: null }) };
}
