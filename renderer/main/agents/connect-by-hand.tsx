// The same for people who prefer to paste. The broker makes and copies the text, so what is on the clipboard is the very same.
import { Check, Copy } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { ConnectText } from '../../../app/contract/connect.ts';
import { Button } from '../../ui/button.tsx';
import { useAct } from '../acts.tsx';

export function ConnectByHand({ text }: { readonly text: ConnectText }) {
  return (
    <details>
      <summary>By hand</summary>
      <p>Claude Code: run this once in a terminal.</p>
      <CopyLine text={text.claudeCommand} which="claudeCommand" />
      <p>
        One project alone: <code>.mcp.json</code> in its folder. Claude Code asks you before it uses it.
      </p>
      <CopyLine text={text.project} which="project" />
      <p>Any other agent: the same as JSON. Give each a name of its own in place of my-agent.</p>
      <CopyLine text={text.json} which="json" />
    </details>
  );
}

function CopyLine({ text, which }: { readonly text: string; readonly which: keyof ConnectText }) {
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
