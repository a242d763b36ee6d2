// The end of something that worked: what is so now, and the way back.
import type { ReactNode } from 'react';
import { useEffect, useRef } from 'react';
import { Button } from '../controls.tsx';
import { useEscape } from '../escape.ts';
import { WindowHead } from '../window-head.tsx';

interface DoneProps {
  readonly title: string;
  readonly says?: string;
  readonly onBack: () => void;
  readonly children: ReactNode;
}

export function Done({ title, says = 'It is in effect now.', onBack, children }: DoneProps) {
  const button = useRef<HTMLButtonElement>(null);
  useEscape(onBack);
  useEffect(() => button.current?.focus(), []);
  return (
    <>
      <WindowHead title={title}>{says}</WindowHead>
      <div className="body">
        <p className="lead">{children}</p>
        <footer>
          <Button ref={button} tone="go" onClick={onBack}>
            Done
          </Button>
        </footer>
      </div>
    </>
  );
}
