// Untrusted text with everything hidden or misleading in it made visible. In a command, the variables that carry secrets and what
// is new are marked.
import type { ReactNode } from 'react';
import { useMemo } from 'react';
import type { EscapeReason, VisiblePiece } from '../../app/contract/visible-text.ts';
import type { TextPart, TextSpan } from './text-parts.ts';
import { textParts } from './text-parts.ts';
import './visible-text.css';

interface VisibleTextProps {
  readonly text: string;
  /** Names of variables to mark. */
  readonly env?: readonly string[];
  /** What is new in it. */
  readonly fresh?: readonly TextSpan[];
  /** It is sentences, in which people write quotation marks and dashes. */
  readonly prose?: boolean;
}

const nothing: readonly never[] = [];

/** Drawn anew only when it is handed others: a long hostile text has thousands of pieces. */
export function VisibleText({ text, env = nothing, fresh = nothing, prose = false }: VisibleTextProps) {
  const drawn = useMemo(() => textParts(text, { env, fresh, prose }).map(draw), [text, env, fresh, prose]);
  return <span className="visible-text">{drawn}</span>;
}

function draw(part: TextPart, key: number): ReactNode {
  const shown = part.kind === 'escaped' ? drawEscaped(part.piece, key) : drawPlain(part, key);
  return part.fresh ? (
    <ins key={key} className="fresh">
      {shown}
    </ins>
  ) : (
    shown
  );
}

function drawPlain({ text, env }: Extract<TextPart, { kind: 'plain' }>, key: number): ReactNode {
  return env ? (
    <b key={key} className="env-name">
      {text}
    </b>
  ) : (
    text
  );
}

function drawEscaped(piece: Extract<VisiblePiece, { kind: 'escaped' }>, key: number): ReactNode {
  const mark = (
    <mark key={key} className={`escaped escaped--${piece.why}`} title={titleOf(piece)}>
      {piece.text}
    </mark>
  );
  return piece.why === 'newline' ? [mark, <br key={`${key} br`} />] : mark;
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
