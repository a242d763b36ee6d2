// How a trusted window asks the broker: one typed call, and the subject it is about.
import { useEffect, useState } from 'react';
import type { FaultCode } from '../../app/contract/fault.ts';
import { faultCodeOf } from '../../app/contract/fault.ts';
import type { Bridge } from '../../app/contract/ipc.ts';
import { openReply } from '../../app/contract/ipc.ts';
import type {
  TrustedChannel,
  TrustedParams,
  TrustedResult,
  TrustedSubject,
} from '../../app/contract/trusted-channels.ts';
import { trustedChannels } from '../../app/contract/trusted-channels.ts';

declare global {
  interface Window {
    readonly postern: Bridge;
  }
}

type Results = { readonly [C in TrustedChannel]: { readonly result: { parse(value: unknown): TrustedResult<C> } } };
const results: Results = trustedChannels;

/** @throws BrokerError with the broker's code; `internal` when the answer does not have its channel's form. */
export async function call<C extends TrustedChannel>(channel: C, params: TrustedParams<C>): Promise<TrustedResult<C>> {
  return openReply(await window.postern.invoke(channel, params), results[channel].result);
}

export type LoadedSubject =
  | { readonly kind: 'loading' }
  | { readonly kind: 'ready'; readonly subject: TrustedSubject | null }
  | { readonly kind: 'failed'; readonly code: FaultCode };

/** Asks once and again on every push; a slow older answer never replaces a newer one. */
export function useSubject(): LoadedSubject {
  const [loaded, setLoaded] = useState<LoadedSubject>({ kind: 'loading' });
  useEffect(() => {
    let newest = 0;
    const ask = () => {
      newest += 1;
      const mine = newest;
      const settle = (next: LoadedSubject) => {
        if (mine === newest) setLoaded(next);
      };
      call('subject.get', undefined).then(
        (subject) => settle({ kind: 'ready', subject }),
        (thrown: unknown) => settle({ kind: 'failed', code: faultCodeOf(thrown) }),
      );
    };
    ask();
    const stop = window.postern.onChanged(ask);
    return () => {
      newest = -1;
      stop();
    };
  }, []);
  return loaded;
}

export interface Sending {
  readonly busy: boolean;
  readonly fault: FaultCode | null;
  /** Resolves to null when it was done, otherwise to the fault, which is also kept in `fault`. */
  readonly send: <C extends TrustedChannel>(channel: C, params: TrustedParams<C>) => Promise<FaultCode | null>;
}

/** One call at a time. After a success it stays busy: the main process moves the window on or closes it. */
export function useSending(): Sending {
  const [state, setState] = useState<{ busy: boolean; fault: FaultCode | null }>({ busy: false, fault: null });
  const send: Sending['send'] = async (channel, params) => {
    setState({ busy: true, fault: null });
    try {
      await call(channel, params);
      return null;
    } catch (thrown) {
      const fault = faultCodeOf(thrown);
      setState({ busy: false, fault });
      return fault;
    }
  };
  return { ...state, send };
}
