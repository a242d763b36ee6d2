// Copies one of the gateway's texts. Main makes and copies it, so what is on the clipboard is the very text that is shown.
import { Check, Copy } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { GatewayText } from '../../../app/contract/gateway-text.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { useAct } from '../acts.tsx';

interface CopyButtonProps {
  readonly text: GatewayText;
  /** Of an icon alone; without it the button has words. */
  readonly label?: string;
}

export function CopyButton({ text, label }: CopyButtonProps) {
  const act = useAct();
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), 2500);
    return () => clearTimeout(timer);
  }, [copied]);
  const copy = async () => setCopied(await act('gateway.copy', text));
  const icon = copied ? Check : Copy;
  if (label !== undefined) {
    return (
      <>
        <IconButton icon={icon} label={copied ? 'Copied' : label} onClick={copy} />
        <span className="visually-hidden" aria-live="polite">
          {copied ? 'Copied' : ''}
        </span>
      </>
    );
  }
  return (
    <Button icon={icon} onClick={copy}>
      <span aria-live="polite">{copied ? 'Copied' : 'Copy'}</span>
    </Button>
  );
}
