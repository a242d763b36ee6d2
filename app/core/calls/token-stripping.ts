// Takes tokens of the gateway out of what goes to an API: an agent that echoes its own token must not hand it to a third party.

const beginnings = ['postern_tok_', 'postern_key_', 'postern_adm_'] as const;
/** As `AgentToken`, `AgentKey` and `AdminToken` say, wherever it stands. */
const secretChars = 43;
const tokenChars = beginnings[0].length + secretChars;
const token = new RegExp(`(?:${beginnings.join('|')})[A-Za-z0-9_-]{${secretChars}}`, 'g');
const common = Buffer.from('postern_');

/** Text that ends in the middle of a token. */
const openToken = new RegExp(
  `(?:(?:${beginnings.join('|')})[A-Za-z0-9_-]{0,${secretChars - 1}}|${beginningsOf(beginnings).join('|')})$`,
);

/** The tokens in the texts, as they stand there. */
export function tokensIn(texts: readonly string[]): string[] {
  return texts.flatMap((text) => text.match(token) ?? []);
}

export function withoutTokens(text: string): string {
  return text.replace(token, '');
}

/** The same for a body as it comes; a part is good until the next is asked for. What may still become a token is held back. */
export async function* stripTokens(parts: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let held = Buffer.alloc(0);
  for await (const part of parts) {
    const bytes =
      held.length === 0 ? Buffer.from(part.buffer, part.byteOffset, part.length) : Buffer.concat([held, part]);
    const text = bytes.includes(common) ? bytes.toString('latin1') : null;
    const tokens = text === null ? [] : [...text.matchAll(token)];
    const last = tokens.at(-1);
    const open = openAt(bytes, last === undefined ? 0 : last.index + last[0].length);
    held = Buffer.from(bytes.subarray(open));
    const decided = bytes.subarray(0, open);
    const safe = tokens.length === 0 ? decided : Buffer.from(withoutTokens(decided.toString('latin1')), 'latin1');
    if (safe.length > 0) yield safe;
  }
  if (held.length > 0) yield held;
}

/** Where the token begins that the bytes end in the middle of; their end when they do not. `from`: no token goes on there. */
function openAt(bytes: Buffer, from: number): number {
  const start = Math.max(from, bytes.length - tokenChars + 1);
  const at = bytes.toString('latin1', start).search(openToken);
  return at === -1 ? bytes.length : start + at;
}

/** The longest first. */
function beginningsOf(words: readonly string[]): string[] {
  const all = words.flatMap((word) => Array.from(word, (_, i) => word.slice(0, i + 1)));
  return [...new Set(all)].sort((a, b) => b.length - a.length);
}
