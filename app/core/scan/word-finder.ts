// Finds where any of many words begins, in one pass over the text whatever their number, without regard to case.

export interface WordFinder {
  /** Each place in [from, to) where a word begins and which word, in order. The word may reach beyond `to`. */
  find(text: Uint8Array, from: number, to: number, found: (start: number, word: number) => void): void;
}

/** `words` are distinct, in lower-case ASCII, each of two characters or more and some thousand at most. */
export function wordFinder(words: readonly string[]): WordFinder {
  const bytes = words.map((word) => Buffer.from(word));
  const { shelfAt, shelves } = shelvesOf(bytes);
  return {
    find(text, from, to, found) {
      const last = Math.min(to, text.length - 1);
      let three = ((letterOf[text[from] ?? 0] ?? 0) << 6) | (letterOf[text[from + 1] ?? 0] ?? 0);
      for (let i = from; i < last; i++) {
        three = ((three << 6) | (letterOf[text[i + 2] ?? 0] ?? 0)) & 0x3ffff;
        const shelf = shelfAt[three] ?? 0;
        if (shelf === 0) continue;
        for (const word of shelves[shelf] ?? []) {
          if (isAt(text, i, bytes[word])) found(i, word);
        }
      }
    },
  };
}

/** Six bits for each byte: the same for a letter in either case, else merely the lower ones. */
const letterOf = Uint8Array.from(
  { length: 256 },
  (_, byte) => (byte >= 0x41 && byte <= 0x5a ? byte + 0x20 : byte) & 63,
);

/** Words with the same first three characters lie on one shelf; `shelfAt` has the shelf of each three of them, 0: none. */
function shelvesOf(words: readonly Uint8Array[]): { shelfAt: Uint16Array; shelves: readonly (readonly number[])[] } {
  const shelfAt = new Uint16Array(1 << 18);
  const shelves: number[][] = [[]];
  for (const [word, [first = 0, second = 0, third]] of words.entries()) {
    const pair = ((letterOf[first] ?? 0) << 12) | ((letterOf[second] ?? 0) << 6);
    const thirds = third === undefined ? Array.from({ length: 64 }, (_, any) => any) : [letterOf[third] ?? 0];
    for (const any of thirds) {
      const shelf = shelfAt[pair | any] || shelves.push([]) - 1;
      shelves[shelf]?.push(word);
      shelfAt[pair | any] = shelf;
    }
  }
  return { shelfAt, shelves };
}

function isAt(text: Uint8Array, start: number, word: Uint8Array | undefined): boolean {
  if (word === undefined) return false;
  for (let i = 0; i < word.length; i++) {
    const byte = text[start + i] ?? 0;
    const wanted = word[i] ?? 0;
    if (byte !== wanted && byte !== upperOf(wanted)) return false;
  }
  return true;
}

function upperOf(byte: number): number {
  return byte >= 0x61 && byte <= 0x7a ? byte - 0x20 : byte;
}
