// How the main window asks the broker: one typed call, and a hook that asks again whenever something changed.
import { useCallback, useEffect, useRef, useState } from 'react';
import type { FaultCode } from '../../app/contract/fault.ts';
import { faultCodeOf } from '../../app/contract/fault.ts';
import type { Bridge } from '../../app/contract/ipc.ts';
import { openReply } from '../../app/contract/ipc.ts';
import type { MainChannel, MainParams, MainResult } from '../../app/contract/main-channels.ts';
import { mainChannels } from '../../app/contract/main-channels.ts';

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
  const [loaded, ask] = useAsking(channel, params);
  useEffect(() => {
    ask();
    return window.postern.onChanged(ask);
  }, [ask]);
  return loaded;
}

/** The same for what is much: asked for again only when `revision` is another. null: not asked, and what was known is forgotten. */
export function useBrokerAt<C extends MainChannel>(
  channel: C,
  params: MainParams<C>,
  revision: number | null,
): Loaded<MainResult<C>> {
  const [loaded, ask, forget] = useAsking(channel, params);
  useEffect(() => (revision === null ? forget() : ask()), [ask, forget, revision]);
  return loaded;
}

/** The last answer, what asks, and what forgets; answers that were overtaken by a later question are dropped. */
function useAsking<C extends MainChannel>(
  channel: C,
  params: MainParams<C>,
): readonly [Loaded<MainResult<C>>, () => void, () => void] {
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
  const forget = useCallback(() => {
    newest.current += 1;
    setLoaded({ kind: 'loading' });
  }, []);
  return [loaded, ask, forget];
}
