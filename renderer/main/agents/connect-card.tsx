// The line that registers Postern with Claude Code. The broker makes and copies it, so the text on the clipboard is the very same.
import { Check, Copy } from 'lucide-react';
import { useEffect, useState } from 'react';
import { faultMessages } from '../../../app/contract/fault.ts';
import { Button } from '../../ui/button.tsx';
import { Notice } from '../../ui/layout.tsx';
import { useAct } from '../acts.tsx';
import { useBroker } from '../broker.ts';
import './agents.css';

export function ConnectCard() {
  const text = useBroker('connect.text', undefined);
  if (text.kind === 'loading') return null;
  if (text.kind === 'failed') return <Notice tone="danger">{faultMessages[text.code]}</Notice>;
  return (
    <div className="card connect-card">
      <p>
        Run this once in a terminal. The first time Claude Code calls Postern, you are asked whether it may connect.
      </p>
      <CopyLine text={text.value.claudeCommand} which="claudeCommand" />
      <details>
        <summary>For another agent: the same as JSON</summary>
        <CopyLine text={text.value.json} which="json" />
      </details>
    </div>
  );
}

function CopyLine({ text, which }: { readonly text: string; readonly which: 'claudeCommand' | 'json' }) {
  const act = useAct();
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), 2500);
    return () => clearTimeout(timer);
  }, [copied]);
  return (
    <div className="copy-line">
      <pre className="selectable">{text}</pre>
      <Button icon={copied ? Check : Copy} onClick={async () => setCopied(await act('connect.copy', { which }))}>
        <span aria-live="polite">{copied ? 'Copied' : 'Copy'}</span>
      </Button>
    </div>
  );
}
