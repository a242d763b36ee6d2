// Finds where any of many words begins, in one pass over the text whatever their number, without regard to case.

export interface WordFinder {
  /** Each place in [from, to) where a word begins and which word, in order. The word may reach beyond `to`. */
  find(text: Uint8Array, from: number, to: number, found: (start: number, word: number) => void): void;
}

/** `words` are distinct, in lower-case ASCII, each of two characters or more and some 200 at most. */
export function wordFinder(words: readonly string[]): WordFinder {
  const bytes = words.map((word) => Buffer.from(word));
  const { shelfAt, shelves } = shelvesOf(bytes);
  return {
    find(text, from, to, found) {
      const last = Math.min(to, text.length - 1);
      let pair = text[from] ?? 0;
      for (let i = from; i < last; i++) {
        pair = ((pair << 8) | (text[i + 1] ?? 0)) & 0xffff;
        const shelf = shelfAt[pair] ?? 0;
        if (shelf === 0) continue;
        for (const word of shelves[shelf] ?? []) {
          if (isAt(text, i, bytes[word])) found(i, word);
        }
      }
    },
  };
}

/** Words with the same first two characters lie on one shelf; `shelfAt` has the shelf of each pair of bytes, 0: none. */
function shelvesOf(words: readonly Uint8Array[]): { shelfAt: Uint8Array; shelves: readonly (readonly number[])[] } {
  const shelfAt = new Uint8Array(0x10000);
  const shelves: number[][] = [[]];
  for (const [word, [first = 0, second = 0]] of words.entries()) {
    const shelf = shelfAt[(first << 8) | second] || shelves.push([]) - 1;
    shelves[shelf]?.push(word);
    for (const a of [first, upperOf(first)]) for (const b of [second, upperOf(second)]) shelfAt[(a << 8) | b] = shelf;
  }
  return { shelfAt, shelves };
}

function isAt(text: Uint8Array, start: number, word: Uint8Array | undefined): boolean {
  if (word === undefined) return false;
  for (let i = 2; i < word.length; i++) {
    const byte = text[start + i] ?? 0;
    const wanted = word[i] ?? 0;
    if (byte !== wanted && byte !== upperOf(wanted)) return false;
  }
  return true;
}

function upperOf(byte: number): number {
  return byte >= 0x61 && byte <= 0x7a ? byte - 0x20 : byte;
}
