// An admin token, made with a proof and shown once. It is put into the page through a ref, never into React's state, and is gone from
// it when the window closes.
import { useEffect, useRef, useState } from 'react';
import { call } from '../broker.ts';
import { Button, Fault, Warning } from '../controls.tsx';
import { useEscape } from '../escape.ts';
import { ProofPrompt } from '../proof-prompt.tsx';
import { useAct } from '../use-act.ts';
import { useProof } from '../use-proof.ts';
import { WindowHead } from '../window-head.tsx';
import './agent.css';

/** `until`: when the token that there is ends; null: there is none. */
export function AdminTokenWindow({ until }: { readonly until: number | null }) {
  const place = useRef<HTMLTextAreaElement>(null);
  const [made, setMade] = useState<{ readonly until: number } | null>(null);
  const [copied, setCopied] = useState(false);
  const proof = useProof();
  const { busy: copying, fault, act } = useAct();
  const busy = proof.state.kind === 'busy';
  const asking = proof.state.kind === 'asking';
  const close = () => call('window.close', undefined);
  useEscape(() => (busy ? undefined : close()));
  useEffect(() => {
    const { current } = place;
    return () => {
      if (current !== null) current.value = '';
    };
  }, []);
  const make = async () => {
    const done = await proof.prove((given) => call('admin.make', { proof: given }));
    if (done === null) return;
    if (place.current !== null) place.current.value = done.value.token;
    setMade({ until: done.value.until });
  };
  const copy = async () => {
    const token = place.current?.value ?? '';
    if ((await act(() => call('admin.copy', { token }))) !== null) setCopied(true);
  };
  return (
    <>
      <WindowHead title={made === null ? 'Make an admin token' : 'Take it now'}>
        {made === null
          ? 'For a program that watches over the gateway. It works for one hour.'
          : `It is shown this once, and works until ${clock.format(made.until)}.`}
      </WindowHead>
      <div className="body">
        {made === null ? <WhatItCan until={until} /> : null}
        <div className="admin-line" hidden={made === null}>
          <textarea
            ref={place}
            className="input input--code admin-token"
            aria-label="Admin token"
            readOnly
            rows={1}
            spellCheck={false}
          />
          <Button off={copying} onClick={copy}>
            Copy
          </Button>
        </div>
        {made === null ? null : (
          <p className="admin-says" aria-live="polite">
            {copied ? 'Copied. It leaves the clipboard by itself in a while.' : 'Postern keeps no copy of it.'}
          </p>
        )}
        <Fault code={fault} />
        <ProofPrompt ask={proof} to="make an admin token" does="Make it" />
        <footer>
          {made === null && !asking ? <Button onClick={close}>Cancel</Button> : null}
          {made === null ? (
            asking ? null : (
              <Button tone="go" off={busy} onClick={make}>
                {busy ? 'Making it…' : 'Make it'}
              </Button>
            )
          ) : (
            <Button tone="go" onClick={close}>
              I have it
            </Button>
          )}
        </footer>
      </div>
    </>
  );
}

function WhatItCan({ until }: { readonly until: number | null }) {
  return (
    <>
      <ul className="admin-can">
        <li>It reads which agents were let in, what happened, and the names of your secrets.</li>
        <li>It pauses and removes agents, and ends their tokens.</li>
        <li>It sees no value, calls no API, and lets nobody in. Only you do that, here.</li>
      </ul>
      {until === null ? null : <Warning>There is one until {clock.format(until)}. A new one ends it.</Warning>}
    </>
  );
}

const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' });
