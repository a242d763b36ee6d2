// How a window gets its proof that the person is here: the system is asked first, and the passphrase stands in where it cannot ask.
// The passphrase is never in React's state.
import { useEffect, useRef, useState } from 'react';
import type { FaultCode } from '../../app/contract/fault.ts';
import { faultCodeOf } from '../../app/contract/fault.ts';
import type { Proof } from '../../app/contract/proof.ts';

export type ProofState =
  /** `fault`: what the last act failed with, or why it was not proven. */
  | { readonly kind: 'idle'; readonly fault: FaultCode | null }
  /** The broker is at it, or the system's own dialog is open. */
  | { readonly kind: 'busy' }
  /** The passphrase is wanted. `fault`: what was wrong with the last one. */
  | { readonly kind: 'asking'; readonly fault: FaultCode | null };

/** null: it was not done. It failed, which `state` tells, or the person gave up. */
export type Proven<T> = { readonly value: T } | null;

export interface ProofAsk {
  readonly state: ProofState;
  /** Does something that needs a proof, again until one is accepted. */
  readonly prove: <T>(act: (proof: Proof) => Promise<T>) => Promise<Proven<T>>;
  /** The same for what may go without one, which is tried first. */
  readonly tryWithout: <T>(act: (proof: Proof | null) => Promise<T>) => Promise<Proven<T>>;
  /** The passphrase that was asked for. */
  readonly give: (passphrase: string) => void;
  /** Leaves it; what waits for the proof is not done. */
  readonly drop: () => void;
}

export function useProof(): ProofAsk {
  const [state, setState] = useState<ProofState>({ kind: 'idle', fault: null });
  const waiting = useRef<((passphrase: string | null) => void) | null>(null);
  const answer = (passphrase: string | null) => {
    waiting.current?.(passphrase);
    waiting.current = null;
  };
  useEffect(() => () => waiting.current?.(null), []);

  /** One try; gives the fault when another proof may help. */
  const attempt = async <T>(act: () => Promise<T>, helped: ReadonlySet<FaultCode>): Promise<Proven<T> | FaultCode> => {
    setState({ kind: 'busy' });
    try {
      const value = await act();
      setState({ kind: 'idle', fault: null });
      return { value };
    } catch (thrown) {
      const fault = faultCodeOf(thrown);
      if (helped.has(fault)) return fault;
      setState({ kind: 'idle', fault });
      return null;
    }
  };
  const prove: ProofAsk['prove'] = async (act) => {
    answer(null);
    for (let proof: Proof = { kind: 'system' }; ; ) {
      const done = await attempt(() => act(proof), passphraseHelps);
      if (typeof done !== 'string') return done;
      setState({ kind: 'asking', fault: done === 'presence_needed' ? null : done });
      const passphrase = await new Promise<string | null>((resolve) => {
        waiting.current = resolve;
      });
      if (passphrase === null) {
        setState({ kind: 'idle', fault: null });
        return null;
      }
      proof = { kind: 'passphrase', passphrase };
    }
  };
  const tryWithout: ProofAsk['tryWithout'] = async (act) => {
    answer(null);
    const done = await attempt(() => act(null), new Set(['presence_needed'] as const));
    return typeof done === 'string' ? prove(act) : done;
  };
  return { state, prove, tryWithout, give: answer, drop: () => answer(null) };
}

/** After these the person may go on with the passphrase. */
const passphraseHelps: ReadonlySet<FaultCode> = new Set([
  'presence_needed',
  'presence_refused',
  'wrong_passphrase',
  'unlock_too_soon',
]);
