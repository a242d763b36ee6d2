// Shows and copies the values of one secret, one by one and on request. A value is put into its element through a ref, never into
// React's state, and goes again after a while or as soon as the window is left.
import { useState } from 'react';
import type { OwnFieldView, OwnSecretView } from '../../app/contract/secret.ts';
import { call } from './broker.ts';
import { Button } from './controls.tsx';
import { useEscape } from './escape.ts';
import { ProofPrompt } from './proof-prompt.tsx';
import { RevealCode } from './reveal-code.tsx';
import { RevealValue } from './reveal-value.tsx';
import { useProof } from './use-proof.ts';
import { VisibleText } from './visible-text.tsx';
import { WindowHead } from './window-head.tsx';
import './reveal.css';

interface RevealProps {
  readonly secret: OwnSecretView;
  readonly clipboardSeconds: number;
}

export function Reveal({ secret, clipboardSeconds }: RevealProps) {
  const ask = useProof();
  const [to, setTo] = useState('');
  useEscape(() => call('window.close', undefined));
  const fieldOf = (field: OwnFieldView) => {
    if (field.reference !== null) return <Elsewhere text={field.reference.text} />;
    const props = { field, ask, onAsk: setTo };
    return field.inject === 'totp' ? (
      <RevealCode {...props} clipboardSeconds={clipboardSeconds} />
    ) : (
      <RevealValue {...props} clipboardSeconds={clipboardSeconds} />
    );
  };
  return (
    <>
      <WindowHead title={secret.name}>
        {secret.description === '' ? 'Values show for a short while. Each look is in the log.' : secret.description}
      </WindowHead>
      <div className="body reveal">
        {secret.fields.map((field) => (
          <section key={field.name}>
            <h2>{field.name}</h2>
            {fieldOf(field)}
          </section>
        ))}
        <ProofPrompt ask={ask} to={to} />
        <footer>
          <Button onClick={() => call('window.close', undefined)}>Close</Button>
        </footer>
      </div>
    </>
  );
}

function Elsewhere({ text }: { readonly text: string }) {
  return (
    <p className="reveal-elsewhere">
      Lies elsewhere, at{' '}
      <code>
        <VisibleText text={text} />
      </code>
    </p>
  );
}
