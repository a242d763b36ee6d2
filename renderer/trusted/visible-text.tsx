// Untrusted text with everything hidden or misleading in it made visible, and the variables that carry secrets marked.
import type { ReactNode } from 'react';
import { useMemo } from 'react';
import type { EscapeReason, VisiblePiece } from '../../app/contract/visible-text.ts';
import { visiblePieces } from '../../app/contract/visible-text.ts';
import { markEnv } from './env-marks.ts';
import './visible-text.css';

interface VisibleTextProps {
  readonly text: string;
  /** Names of variables to mark. */
  readonly env?: readonly string[];
}

const noNames: readonly string[] = [];

/** Drawn anew only when its text changes: a long hostile text has thousands of pieces. */
export function VisibleText({ text, env = noNames }: VisibleTextProps) {
  const names = env.join(' ');
  const drawn = useMemo(() => visiblePieces(text).map((piece, at) => draw(piece, at, names.split(' '))), [text, names]);
  return <span className="visible-text">{drawn}</span>;
}

function draw(piece: VisiblePiece, key: number, env: readonly string[]): ReactNode {
  if (piece.kind === 'escaped') {
    const mark = (
      <mark key={key} className={`escaped escaped--${piece.why}`} title={titleOf(piece)}>
        {piece.text}
      </mark>
    );
    return piece.why === 'newline' ? [mark, <br key={`${key} br`} />] : mark;
  }
  return markEnv(piece.text, env).map((part, at) =>
    part.marked ? (
      // biome-ignore lint/suspicious/noArrayIndexKey: parts have no identity but their place
      <b key={`${key} ${at}`} className="env-name">
        {part.text}
      </b>
    ) : (
      part.text
    ),
  );
}

function titleOf(piece: Extract<VisiblePiece, { kind: 'escaped' }>): string {
  return piece.looksLike === undefined
    ? reasonWords[piece.why]
    : `${reasonWords[piece.why]}: looks like ${piece.looksLike}`;
}

const reasonWords: Readonly<Record<EscapeReason, string>> = {
  newline: 'Line break',
  tab: 'Tab',
  spaces: 'A long run of spaces',
  control: 'Control character',
  bidi: 'Changes the order in which text is shown',
  invisible: 'Invisible character',
  blank: 'A blank that is not the ordinary space',
  mark: 'Changes the character before it',
  look_alike: 'Not an ASCII character',
  unknown: 'Not a character that fonts can show',
};
