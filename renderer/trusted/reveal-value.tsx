// One value: hidden, or shown in a read-only element for half a minute.
import { useEffect, useRef, useState } from 'react';
import type { OwnFieldView } from '../../app/contract/secret.ts';
import { call } from './broker.ts';
import { Button } from './controls.tsx';
import { useSecondsLeft } from './seconds.ts';
import type { ProofAsk } from './use-proof.ts';

/** A shown value hides itself after this. */
const shownMs = 30_000;

export interface RevealFieldProps {
  readonly field: OwnFieldView;
  readonly ask: ProofAsk;
  /** What a proof would be for, after "to". */
  readonly onAsk: (to: string) => void;
  readonly clipboardSeconds: number;
}

export function RevealValue({ field, ask, onAsk, clipboardSeconds }: RevealFieldProps) {
  const place = useRef<HTMLTextAreaElement>(null);
  const { until, showFor, hide } = useShown(place);
  const left = useSecondsLeft(until);
  const [clearsAt, setClearsAt] = useState<number | null>(null);
  const clears = useSecondsLeft(clearsAt);
  const busy = ask.state.kind === 'busy';
  const show = async () => {
    onAsk(`show ${field.name}`);
    const shown = await ask.tryWithout((proof) => call('reveal.show', { field: field.name, proof }));
    if (shown !== null) showFor(shown.value.value, shownMs);
  };
  const copy = async () => {
    onAsk(`copy ${field.name}`);
    const copied = await ask.tryWithout((proof) => call('reveal.copy', { field: field.name, proof }));
    if (copied !== null) setClearsAt(Date.now() + clipboardSeconds * 1000);
  };
  return (
    <>
      <div className="reveal-line">
        <textarea
          ref={place}
          className="input input--code reveal-value"
          aria-label={field.name}
          readOnly
          defaultValue={field.value ?? ''}
          rows={1}
          spellCheck={false}
          placeholder="••••••••••"
        />
        {field.value !== null ? null : until === null ? (
          <Button off={busy} aria-label={`Show ${field.name}`} onClick={show}>
            Show
          </Button>
        ) : (
          <Button aria-label={`Hide ${field.name}`} onClick={hide}>
            Hide
          </Button>
        )}
        <Button off={busy} aria-label={`Copy ${field.name}`} onClick={copy}>
          Copy
        </Button>
      </div>
      <p className="reveal-says" aria-live="polite">
        {[left > 0 ? `Hides in ${left} s.` : '', clears > 0 ? `Copied. The clipboard is cleared in ${clears} s.` : '']
          .join(' ')
          .trim()}
      </p>
    </>
  );
}

/** Keeps a value in its element for so long, and no longer than the window has the focus. */
export function useShown(place: React.RefObject<HTMLTextAreaElement | null>) {
  const [until, setUntil] = useState<number | null>(null);
  const hide = () => {
    if (place.current !== null) place.current.value = '';
    setUntil(null);
  };
  const showFor = (value: string, ms: number) => {
    if (place.current === null || document.visibilityState !== 'visible') return;
    place.current.value = value;
    setUntil(Date.now() + ms);
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: `hide` only empties the element and the state
  useEffect(() => {
    if (until === null) return;
    const timer = setTimeout(hide, until - Date.now());
    window.addEventListener('blur', hide);
    document.addEventListener('visibilitychange', hide);
    return () => {
      clearTimeout(timer);
      window.removeEventListener('blur', hide);
      document.removeEventListener('visibilitychange', hide);
    };
  }, [until]);
  return { until, showFor, hide };
}
