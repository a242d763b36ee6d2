// The last parts of one live run, within a bound. Rows that were replaced are not kept: nobody needs to see them again.
import type { LivePart, LiveRead } from '../../contract/live.ts';

export interface PartRing {
  push(part: LivePart): void;
  /** The number of the part that comes next. */
  readonly next: number;
  from(number: number): Pick<LiveRead, 'parts' | 'next' | 'lost'>;
}

const mostBytes = 256 * 1024;
/** What a part costs beside its text. */
const partBytes = 64;

export function createPartRing(): PartRing {
  let kept: { readonly number: number; readonly part: LivePart; readonly bytes: number }[] = [];
  let bytes = 0;
  let next = 0;
  /** Parts before it may have been dropped. */
  let whole = 0;

  return {
    push(part) {
      if (part.kind === 'screen') dropRows(part.stream);
      add(next++, part);
      let drop = 0;
      for (; bytes > mostBytes && drop < kept.length - 1; drop++) bytes -= kept[drop]?.bytes ?? 0;
      if (drop === 0) return;
      whole = (kept[drop - 1]?.number ?? 0) + 1;
      kept = kept.slice(drop);
    },
    get next() {
      return next;
    },
    from: (number) => ({
      parts: kept.filter((each) => each.number >= number).map(({ part }) => part),
      next,
      lost: number < whole,
    }),
  };

  function add(number: number, part: LivePart): void {
    const its = partBytes + sizeOf(part);
    kept.push({ number, part, bytes: its });
    bytes += its;
  }

  /** Of the screen part before only what is gone for good counts now. */
  function dropRows(stream: 'out' | 'err'): void {
    const at = kept.findLastIndex(({ part }) => part.kind === 'screen' && part.stream === stream);
    const found = kept[at];
    if (found === undefined || found.part.kind !== 'screen') return;
    const { gone } = found.part;
    bytes -= found.bytes;
    if (gone === '') {
      kept.splice(at, 1);
      return;
    }
    const part: LivePart = { kind: 'screen', stream, gone, rows: [] };
    const its = partBytes + sizeOf(part);
    kept[at] = { number: found.number, part, bytes: its };
    bytes += its;
  }
}

function sizeOf(part: LivePart): number {
  switch (part.kind) {
    case 'text':
      return part.text.length;
    case 'screen':
      return part.gone.length + part.rows.reduce((sum, row) => sum + row.length, 0);
    case 'withheld':
      return 0;
  }
}
