// How the main window asks the broker: one typed call, and a hook that asks again whenever something changed.
import { useCallback, useEffect, useRef, useState } from 'react';
import type { FaultCode } from '../../app/contract/fault.ts';
import { faultCodeOf } from '../../app/contract/fault.ts';
import type { Bridge, MainChannel, MainParams, MainResult } from '../../app/contract/ipc.ts';
import { mainChannels, openReply } from '../../app/contract/ipc.ts';

declare global {
  interface Window {
    readonly postern: Bridge;
  }
}

type Results = { readonly [C in MainChannel]: { readonly result: { parse(value: unknown): MainResult<C> } } };
const results: Results = mainChannels;

/** @throws BrokerError with the broker's code; `internal` when the answer does not have its channel's form. */
export async function call<C extends MainChannel>(channel: C, params: MainParams<C>): Promise<MainResult<C>> {
  return openReply(await window.postern.invoke(channel, params), results[channel].result);
}

export type Loaded<T> =
  | { readonly kind: 'loading' }
  | { readonly kind: 'ready'; readonly value: T }
  | { readonly kind: 'failed'; readonly code: FaultCode };

/** The channel's result, kept fresh. While it is asked for again, the last answer stays. */
export function useBroker<C extends MainChannel>(channel: C, params: MainParams<C>): Loaded<MainResult<C>> {
  const [loaded, setLoaded] = useState<Loaded<MainResult<C>>>({ kind: 'loading' });
  const newest = useRef(0);
  const key = JSON.stringify(params) ?? '';
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key stands for the params
  const ask = useCallback(() => {
    newest.current += 1;
    const mine = newest.current;
    const settle = (next: Loaded<MainResult<C>>) => {
      if (mine === newest.current) setLoaded(next);
    };
    call(channel, params).then(
      (value) => settle({ kind: 'ready', value }),
      (thrown: unknown) => settle({ kind: 'failed', code: faultCodeOf(thrown) }),
    );
  }, [channel, key]);
  useEffect(() => {
    ask();
    const stop = window.postern.onChanged(ask);
    return () => {
      newest.current += 1;
      stop();
    };
  }, [ask]);
  return loaded;
}
