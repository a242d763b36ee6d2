// Text that came from an agent, with everything hidden or misleading in it made visible.
import { useMemo } from 'react';
import type { VisiblePiece } from '../../app/contract/visible-text.ts';
import { visiblePieces } from '../../app/contract/visible-text.ts';
import './visible-text.css';

interface VisibleTextProps {
  readonly text: string;
  /** It is sentences, in which people write quotation marks and dashes. */
  readonly prose?: boolean;
}

export function VisibleText({ text, prose = false }: VisibleTextProps) {
  const pieces = useMemo(() => visiblePieces(text), [text]);
  return (
    <span className="visible-text">
      {pieces.map((piece, at) =>
        piece.kind === 'plain' ? (
          piece.text
        ) : prose && isTypography(piece) ? (
          piece.source
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

function isTypography({ why, source }: Extract<VisiblePiece, { kind: 'escaped' }>): boolean {
  return why === 'look_alike' && /^[‘’“”–—…·]+$/.test(source);
}
