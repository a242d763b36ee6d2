// How a text is looked at by the sieve, and what of a value the sieve is made of. Whatever one writes, the other must see through.
import { wipe } from '../crypto/wipe.ts';
import { base64 } from './byte-encodings.ts';
import { leastPiece } from './encoding.ts';
import { longestPieced, longestQuoted } from './forms.ts';
import { allBut, partsOf } from './parts.ts';
import { skeletonOf } from './skeleton.ts';

/** In bytes: so much of a text is looked at without a pause. */
export const stretchBytes = 8192;
/** What goes over the end of a stretch is seen whole in the next one: a piece of 12 characters as long as any escapes make it. */
const overlapBytes = 1024;

/** A text as it is and as its letters and digits; then the same with its escapes undone, as long as there are any. */
export function* viewsOf(text: Uint8Array, from: number): Generator<Uint8Array> {
  const stretch = text.subarray(from, from + stretchBytes + overlapBytes);
  yield stretch;
  yield skeletonOf(stretch);
  let before = Buffer.from(stretch).toString('latin1');
  for (let round = 0; round < mostRounds && /[%\\&\x1b]/.test(before); round++) {
    const after = unescaped(before);
    if (after === before) return;
    const bytes = Buffer.from(after, 'latin1');
    yield bytes;
    yield skeletonOf(bytes);
    before = after;
  }
}

/** Of a part of a value: a text that is looked for, and of how many of its grams one is entered. */
export interface Sifted {
  readonly bytes: Uint8Array;
  readonly step: number;
}

/**
 * What of a value is secret by itself: as it is, its letters and digits, and those of its base64 at the three alignments and of its
 * hex. What upper case, wraps and separators change is not in them. Each is wiped once the next one is taken.
 */
export function* siftedOf(value: string): Generator<Sifted> {
  if (value.length > longestPieced) {
    // By pieces of 64 characters; cut, so that none of it takes a long moment.
    for (let at = 0; at < value.length; at += longestPieced)
      yield* writtenOf(Buffer.from(value.slice(at, at + longestPieced + 64)), 50);
    return;
  }
  for (const { text, ordinary } of partsOf(value)) {
    const step = text.length <= longestQuoted ? 5 : 25;
    for (const [from, to] of allBut(ordinary, text.length)) {
      // A find has the whole of a short one in it, and as much beside it as makes twelve characters.
      const stretch = text.slice(Math.max(0, Math.min(from, to - leastPiece)), Math.max(to, from + leastPiece));
      yield* writtenOf(Buffer.from(stretch), step);
    }
  }
}

function* writtenOf(value: Buffer, step: number): Generator<Sifted> {
  const skeleton = skeletonOf(value);
  // A text that is nothing but letters and digits is found by them.
  if (skeleton.length < value.length) yield { bytes: value, step };
  // Where many signs are left out, a piece of what is left is short.
  yield { bytes: skeleton, step: skeleton.length < 0.9 * value.length && skeleton.length <= 64 ? 1 : step };
  wipe(skeleton);
  for (const before of [0, 1, 2]) {
    const bytes = skeletonOf(Buffer.from(base64(value, before, 'base64'), 'latin1'));
    yield { bytes, step };
    wipe(bytes);
  }
  const hex = Buffer.from(value.toString('hex'), 'latin1');
  yield { bytes: hex, step };
  wipe(hex, value);
}

/** Escapes within escapes, such as a URL in a JSON string in a URL. */
const mostRounds = 3;

const escapes =
  /%([0-9a-f]{2})|\\(?:x|u00)([0-9a-f]{2})|\\u([0-9a-f]{4})|\\([0-7]{3})|\\([^0-9ux])|&#(\d{1,7});|&#x([0-9a-f]{1,6});|&(amp|lt|gt|quot|apos);|\x1b\[[0-9;?]*[ -/]*[@-~]/gi;
const named: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };
const control: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' };

/** Of texts whose characters are bytes: percent-encoding, the escapes of strings in JSON and C, HTML references, terminal colours. */
export function unescaped(text: string): string {
  return text.replace(
    escapes,
    (
      _all,
      percent?: string,
      byte?: string,
      unit?: string,
      octal?: string,
      sign?: string,
      ...html: (string | undefined)[]
    ) => {
      const [decimal, hex, name] = html;
      if (sign !== undefined) return control[sign] ?? sign;
      if (name !== undefined) return named[name.toLowerCase()] ?? '';
      if (octal !== undefined) return String.fromCharCode(Number.parseInt(octal, 8) & 0xff);
      if (percent !== undefined || byte !== undefined)
        return String.fromCharCode(Number.parseInt(percent ?? byte ?? '', 16));
      const code = decimal === undefined ? Number.parseInt(unit ?? hex ?? '0', 16) : Number(decimal);
      return code > 0x10ffff ? '' : Buffer.from(String.fromCodePoint(code)).toString('latin1');
    },
  );
}
