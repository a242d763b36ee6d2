// For tests: reads the few constructs that the rules' expressions are made of, and counts in how many ways one can try to match.
import assert from 'node:assert/strict';

/** Characters by their codes 0–255. */
type CharacterSet = ReadonlySet<number>;

type Part =
  | { readonly kind: 'set'; readonly set: CharacterSet }
  | { readonly kind: 'all'; readonly parts: readonly Part[] }
  | { readonly kind: 'any'; readonly parts: readonly Part[] }
  | { readonly kind: 'repeat'; readonly part: Part; readonly min: number; readonly max: number }
  | { readonly kind: 'look'; readonly part: Part; readonly negative: boolean; readonly behind: boolean };

const everything: CharacterSet = new Set(Array.from({ length: 256 }, (_, code) => code));

/**
 * The most ways in which the expression can be tried from one place, each of them no longer than the expression's longest match:
 * a repetition that can give characters back counts only if what follows it could take them.
 * @throws AssertionError for `*`, `+`, `{n,}`, a repeated group, and what it does not know
 */
export function waysOf({ source, flags }: RegExp): number {
  const part = new Reader(source, flags).read();
  return waysIn(part, { first: new Set(), looks: false });
}

/** In characters: how far before the place and after it the expression may look. */
export function longestMatchOf({ source, flags }: RegExp): { readonly behind: number; readonly ahead: number } {
  return reachOf(new Reader(source, flags).read());
}

function reachOf(part: Part): { behind: number; ahead: number } {
  switch (part.kind) {
    case 'set':
      return { behind: 0, ahead: 1 };
    case 'look': {
      const { ahead } = reachOf(part.part);
      return part.behind ? { behind: ahead, ahead: 0 } : { behind: 0, ahead };
    }
    case 'any': {
      const each = part.parts.map(reachOf);
      return {
        behind: Math.max(...each.map(({ behind }) => behind)),
        ahead: Math.max(...each.map(({ ahead }) => ahead)),
      };
    }
    case 'all': {
      const each = part.parts.map(reachOf);
      const sum = (lengths: readonly number[]) => lengths.reduce((all, length) => all + length, 0);
      return { behind: sum(each.map(({ behind }) => behind)), ahead: sum(each.map(({ ahead }) => ahead)) };
    }
    case 'repeat': {
      const { behind, ahead } = reachOf(part.part);
      return { behind, ahead: ahead * part.max };
    }
  }
}

/** What may come after a part: `looks`: it is looked at and not taken, so it says nothing certain. */
interface Following {
  readonly first: CharacterSet;
  readonly looks: boolean;
}

function waysIn(part: Part, following: Following): number {
  switch (part.kind) {
    case 'set':
      return 1;
    case 'look':
      return waysIn(part.part, { first: new Set(), looks: false });
    case 'any': {
      const begins = part.parts.map((one) => beginOf(one, following));
      const together = begins.map((a) => begins.filter((b) => canBothBegin(a, b)).length);
      return Math.max(...part.parts.map((one) => waysIn(one, following))) * Math.max(...together);
    }
    case 'all': {
      let ways = 1;
      let next = following;
      for (const one of part.parts.toReversed()) {
        ways *= waysIn(one, next);
        next = firstOf(one, next);
      }
      return ways;
    }
    case 'repeat': {
      assert.ok(part.max <= 1 || part.part.kind === 'set', 'only characters are repeated, never groups');
      const ways = waysIn(part.part, following);
      const mayGiveBack = following.looks || meets(firstOf(part.part, following).first, following.first);
      return part.min < part.max && mayGiveBack ? ways * (part.max - part.min + 1) : ways;
    }
  }
}

/** What an alternative begins with, character by character, as far as each is there for certain. */
function beginOf(part: Part, following: Following): readonly CharacterSet[] {
  const sets: CharacterSet[] = [];
  for (const one of part.kind === 'all' ? part.parts : [part]) {
    if (one.kind !== 'set') break;
    sets.push(one.set);
  }
  return sets.length === 0 ? [firstOf(part, following).first] : sets;
}

/** Whether both can match in one place: of `api_key` and `apikey` only one can. */
function canBothBegin(a: readonly CharacterSet[], b: readonly CharacterSet[]): boolean {
  return a.every((set, i) => meets(set, b[i] ?? everything));
}

/** What a part and what follows it can begin with. */
function firstOf(part: Part, following: Following): Following {
  switch (part.kind) {
    case 'set':
      return { first: part.set, looks: false };
    case 'look':
      if (part.behind) return following;
      return part.negative ? { first: everything, looks: true } : firstOf(part.part, following);
    case 'any': {
      const all = part.parts.map((one) => firstOf(one, following));
      return { first: new Set(all.flatMap(({ first }) => [...first])), looks: all.some(({ looks }) => looks) };
    }
    case 'all':
      return part.parts.reduceRight((next, one) => firstOf(one, next), following);
    case 'repeat': {
      const own = firstOf(part.part, following);
      if (part.min > 0) return own;
      return { first: new Set([...own.first, ...following.first]), looks: own.looks || following.looks };
    }
  }
}

function meets(a: CharacterSet, b: CharacterSet): boolean {
  return [...a].some((code) => b.has(code));
}

class Reader {
  readonly #source: string;
  readonly #flags: string;
  #at = 0;

  constructor(source: string, flags: string) {
    this.#source = source;
    this.#flags = flags.replace('y', '');
  }

  read(): Part {
    const part = this.#alternatives();
    assert.equal(this.#at, this.#source.length, 'read to its end');
    return part;
  }

  #alternatives(): Part {
    const parts: Part[] = [this.#sequence()];
    while (this.#take('|')) parts.push(this.#sequence());
    const [only] = parts;
    return parts.length === 1 && only !== undefined ? only : { kind: 'any', parts };
  }

  #sequence(): Part {
    const parts: Part[] = [];
    while (this.#at < this.#source.length && !this.#sees('|') && !this.#sees(')')) parts.push(this.#repeated());
    return { kind: 'all', parts };
  }

  #repeated(): Part {
    const part = this.#atom();
    assert.ok(!this.#sees('*') && !this.#sees('+'), 'no repetition without an end');
    if (this.#take('?')) return { kind: 'repeat', part, min: 0, max: 1 };
    const [all, min, comma, max] = /^\{(\d+)(,?)(\d*)\}/.exec(this.#source.slice(this.#at)) ?? [];
    if (all === undefined) return part;
    assert.ok(comma === '' || max !== '', 'no repetition without an end');
    this.#at += all.length;
    return { kind: 'repeat', part, min: Number(min), max: Number(max || min) };
  }

  #atom(): Part {
    for (const [open, negative, behind] of looks) {
      if (this.#take(open)) return { kind: 'look', part: this.#closed(), negative, behind };
    }
    const group = /^\((?:\?:|\?<[a-z]+>)/.exec(this.#source.slice(this.#at));
    if (group !== null) {
      this.#at += group[0].length;
      return this.#closed();
    }
    if (this.#take('$')) return { kind: 'look', part: { kind: 'all', parts: [] }, negative: true, behind: false };
    const [text] = /^(?:\[(?:\\.|[^\]\\])+\]|\\.|[^()[\]{}*+?|^$.])/.exec(this.#source.slice(this.#at)) ?? [];
    assert.ok(text !== undefined, `unknown: ${this.#source.slice(this.#at, this.#at + 10)}`);
    this.#at += text.length;
    const one = new RegExp(`^${text}$`, this.#flags);
    return { kind: 'set', set: new Set([...everything].filter((code) => one.test(String.fromCharCode(code)))) };
  }

  #closed(): Part {
    const part = this.#alternatives();
    assert.ok(this.#take(')'));
    return part;
  }

  #sees(text: string): boolean {
    return this.#source.startsWith(text, this.#at);
  }

  #take(text: string): boolean {
    if (!this.#sees(text)) return false;
    this.#at += text.length;
    return true;
  }
}

const looks: readonly (readonly [string, boolean, boolean])[] = [
  ['(?=', false, false],
  ['(?!', true, false],
  ['(?<=', false, true],
  ['(?<!', true, true],
];
