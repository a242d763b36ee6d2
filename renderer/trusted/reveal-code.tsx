// The one-time code of now, renewed while it is on the screen. The seed behind it is folded away.
import { useEffect, useRef, useState } from 'react';
import { call } from './broker.ts';
import { Button, Fold } from './controls.tsx';
import type { RevealFieldProps } from './reveal-value.tsx';
import { RevealValue, useShown } from './reveal-value.tsx';
import { useSecondsLeft } from './seconds.ts';

/** Codes come and go for so long after one click; as long as the broker asks for no other proof. */
const watchedMs = 60_000;

export function RevealCode(props: RevealFieldProps) {
  const { field, ask, onAsk } = props;
  const place = useRef<HTMLTextAreaElement>(null);
  const { until, showFor, hide } = useShown(place);
  const [validUntil, setValidUntil] = useState<number | null>(null);
  const left = useSecondsLeft(until === null ? null : validUntil);
  const watchedUntil = useRef(0);
  const fetch = async (proven: boolean) => {
    onAsk(`show the code of ${field.name}`);
    const get = (proof: Parameters<Parameters<typeof ask.tryWithout>[0]>[0]) =>
      call('reveal.code', { field: field.name, proof });
    const code = proven ? await get(null).catch(() => null) : ((await ask.tryWithout(get))?.value ?? null);
    if (code === null) return hide();
    setValidUntil(code.validUntil);
    showFor(code.code, code.validUntil - Date.now());
  };
  const show = () => {
    watchedUntil.current = Date.now() + watchedMs;
    return fetch(false);
  };
  // The next code, when the one on the screen has just ended by itself.
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked once per code
  useEffect(() => {
    if (until !== null || validUntil === null) return;
    if (Date.now() >= validUntil && Date.now() < watchedUntil.current && document.hasFocus()) void fetch(true);
  }, [until, validUntil]);
  return (
    <>
      <div className="reveal-line">
        <textarea
          ref={place}
          className="input input--code reveal-value reveal-value--code"
          aria-label={`Code of ${field.name}`}
          readOnly
          rows={1}
          placeholder="••••••"
        />
        {until === null ? (
          <Button off={ask.state.kind === 'busy'} onClick={show}>
            Show code
          </Button>
        ) : (
          <Button
            onClick={() => {
              watchedUntil.current = 0;
              hide();
            }}
          >
            Hide
          </Button>
        )}
      </div>
      <p className="reveal-says">{left > 0 ? `The next code comes in ${left} s.` : ''}</p>
      <Fold summary="The seed behind it">
        <RevealValue {...props} />
      </Fold>
    </>
  );
}
