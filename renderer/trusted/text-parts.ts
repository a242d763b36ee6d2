// Cuts untrusted text into parts to draw: what is hidden is escaped, variables that carry secrets and new text are marked. Pure,
// and for the eye only. It must never drop or reorder anything: the sources of all parts, joined, are the text.
import type { VisiblePiece } from '../../app/contract/visible-text.ts';
import { visiblePieces } from '../../app/contract/visible-text.ts';
import { markEnv } from './env-marks.ts';

/** From one UTF-16 offset of the text to another. */
export interface TextSpan {
  readonly from: number;
  readonly to: number;
}

export interface TextMarks {
  /** Names of variables that carry secrets. */
  readonly env: readonly string[];
  /** What is new; the spans may overlap and reach beyond the text. */
  readonly fresh: readonly TextSpan[];
  /** Sentences, not a command: the quotation marks and dashes that people write stay as they are. */
  readonly prose: boolean;
}

export type TextPart =
  | { readonly kind: 'plain'; readonly text: string; readonly env: boolean; readonly fresh: boolean }
  | {
      readonly kind: 'escaped';
      readonly piece: Extract<VisiblePiece, { kind: 'escaped' }>;
      /** Some of it is new. */
      readonly fresh: boolean;
    };

export function textParts(text: string, { env, fresh, prose }: TextMarks): readonly TextPart[] {
  const parts: TextPart[] = [];
  let at = 0;
  for (const piece of visiblePieces(text)) {
    const source = piece.kind === 'plain' ? piece.text : piece.source;
    const end = at + source.length;
    if (piece.kind === 'escaped' && !(prose && isTypography(piece))) {
      parts.push({ kind: 'escaped', piece, fresh: fresh.some((span) => span.from < end && span.to > at) });
    } else {
      parts.push(...plainParts(source, at, env, fresh));
    }
    at = end;
  }
  return parts;
}

function plainParts(
  text: string,
  offset: number,
  env: readonly string[],
  fresh: readonly TextSpan[],
): readonly TextPart[] {
  let at = offset;
  return markEnv(text, env).flatMap((marked) => {
    const from = at;
    at += marked.text.length;
    return cut(marked.text, from, fresh).map((part): TextPart => ({ kind: 'plain', env: marked.marked, ...part }));
  });
}

/** The text in runs that are new throughout or not at all. */
function cut(text: string, offset: number, fresh: readonly TextSpan[]): readonly { text: string; fresh: boolean }[] {
  const edges = fresh.flatMap(({ from, to }) => [from - offset, to - offset]);
  const inside = [...new Set(edges)].filter((edge) => edge > 0 && edge < text.length).sort((one, other) => one - other);
  return [0, ...inside].map((from, at) => ({
    text: text.slice(from, inside[at] ?? text.length),
    fresh: fresh.some((span) => span.from <= offset + from && span.to > offset + from),
  }));
}

function isTypography({ why, source }: { readonly why: string; readonly source: string }): boolean {
  return why === 'look_alike' && /^[‘’“”–—…·]+$/.test(source);
}
