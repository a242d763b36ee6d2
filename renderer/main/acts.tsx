// What a click sets off: calls the broker and, when it refuses, says why in one place at the foot of the window.
import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import { createContext, useCallback, useContext, useMemo, useState } from 'react';
import type { FaultCode } from '../../app/contract/fault.ts';
import { faultCodeOf, faultMessages } from '../../app/contract/fault.ts';
import type { MainChannel, MainParams } from '../../app/contract/main-channels.ts';
import { IconButton } from '../ui/button.tsx';
import { Notice } from '../ui/layout.tsx';
import { call } from './broker.ts';

/** Resolves to whether it was done; a refusal is shown, never thrown. */
export type Act = <C extends MainChannel>(channel: C, params: MainParams<C>) => Promise<boolean>;

const ActContext = createContext<Act>(async () => false);

export function useAct(): Act {
  return useContext(ActContext);
}

export function Acts({ children }: { readonly children: ReactNode }) {
  const [fault, setFault] = useState<FaultCode | null>(null);
  const act = useCallback<Act>(async (channel, params) => {
    setFault(null);
    try {
      await call(channel, params);
      return true;
    } catch (thrown) {
      setFault(faultCodeOf(thrown));
      return false;
    }
  }, []);
  const shown = useMemo(() => <ActContext.Provider value={act}>{children}</ActContext.Provider>, [act, children]);
  return (
    <>
      {shown}
      {fault === null ? null : (
        <div className="fault">
          <Notice tone="danger" action={<IconButton icon={X} label="Dismiss" onClick={() => setFault(null)} />}>
            {faultMessages[fault]}
          </Notice>
        </div>
      )}
    </>
  );
}
