// Text that came from an agent, with everything hidden or misleading in it made visible.
import { useMemo } from 'react';
import { visiblePieces } from '../../app/contract/visible-text.ts';
import './visible-text.css';

export function VisibleText({ text }: { readonly text: string }) {
  const pieces = useMemo(() => visiblePieces(text), [text]);
  return (
    <span className="visible-text">
      {pieces.map((piece, at) =>
        piece.kind === 'plain' ? (
          piece.text
        ) : (
          // biome-ignore lint/suspicious/noArrayIndexKey: pieces have no identity but their place
          <mark key={at} className={`escaped escaped--${piece.why}`}>
            {piece.text}
          </mark>
        ),
      )}
    </span>
  );
}
