import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import test from 'node:test';
import fc from 'fast-check';
import { canonicalSteps, readShellLine } from './shell-line.ts';

function canonical(line: string): string {
  const { steps, understood } = readShellLine(line);
  assert.ok(understood, `not understood: ${line}`);
  return JSON.stringify(canonicalSteps(steps));
}

function wordsOf(line: string): readonly (readonly string[])[] {
  return readShellLine(line).steps.flatMap((step) =>
    typeof step === 'string' ? [] : [step.words.map(({ text }) => text)],
  );
}

const understood: readonly [string, readonly (readonly string[])[]][] = [
  ['gh pr list', [['gh', 'pr', 'list']]],
  ['FOO=1 BAR="a b" gh api', [['gh', 'api']]],
  [
    'gh pr create --title \'Fix login\' && curl -d @n.json "$HOOK"',
    [
      ['gh', 'pr', 'create', '--title', 'Fix login'],
      ['curl', '-d', '@n.json', '$HOOK'],
    ],
  ],
  ['a|b;c&d\ne', [['a'], ['b'], ['c'], ['d'], ['e']]],
  ['make >out.txt 2>&1', [['make']]],
  ['./run.sh <in.txt # secret', [['./run.sh']]],
  ['printf %s a\\ b', [['printf', '%s', 'a b']]],
  ['echo ${TOKEN}x', [['echo', '${TOKEN}x']]],
  ['ls *.ts ~/x', [['ls', '*.ts', '~/x']]],
  [
    '[ -f x ] && gh api',
    [
      ['[', '-f', 'x', ']'],
      ['gh', 'api'],
    ],
  ],
  ['a "2" >f', [['a', '2']]],
  ['git show HEAD@{1} stash@{0}:x {}', [['git', 'show', 'HEAD@{1}', 'stash@{0}:x', '{}']]],
  ['a &&\n\n b;\n', [['a'], ['b']]],
  ['a \\\n b', [['a', 'b']]],
];
for (const [line, commands] of understood) {
  test(`reads the programs of: ${JSON.stringify(line)}`, () => {
    assert.deepEqual(wordsOf(line), commands);
    assert.equal(readShellLine(line).understood, true);
  });
}

const notUnderstood = [
  ...['echo $(id)', 'echo `id`', '$CMD x', '"$CMD" x', '(id)', 'diff <(a) <(b)', 'echo "$(id)"', 'echo "`id`"'],
  ...[
    'if true; then id; fi',
    '{ id; }',
    '! id',
    'for x in a; do b; done',
    '[[ a ]]',
    "echo 'open",
    'echo "open',
    'echo \\',
  ],
  ...['cat <<EOF\nx\nEOF', 'cat <<<x', '/bin/* x', '~/bin/x', '=gh x', 'echo $((1+1))', 'echo ${X:-y}', "echo $'x'"],
  ...[
    'echo $_',
    'echo $1',
    'echo $@',
    'a >',
    'a > ;b',
    '>f',
    'a && && b',
    'a &&',
    '| b',
    'a ;; b',
    'a {b,c}',
    'a {1..9}',
  ],
  ...[
    "a {'b',c}",
    'a {{b},c}',
    'a >!f',
    'a {fd}>f',
    'a 12>f',
    'a <&x',
    'a 2>&x',
    'a\0b',
    'a "\0"',
    "a '\0'",
    'a\u00a0b',
    'a\x01b',
  ],
  ...['f() { b; }', 'A=(x) b', '{a,b} c', 'a{b c', 'echo $NAMEé', 'a\rb'],
];
for (const line of notUnderstood) {
  test(`does not claim to understand: ${JSON.stringify(line)}`, () => {
    assert.equal(readShellLine(line).understood, false);
  });
}

test('keeps redirections, assignments and operators apart from the words', () => {
  const { steps } = readShellLine('A=1 B+="x y" gh pr 2>err >>"out file" <in | b &');
  const [first, ...rest] = steps;
  assert.ok(typeof first === 'object');
  assert.deepEqual(
    first.assignments.map(({ name, operator, value }) => [name, operator, value.text]),
    [
      ['A', '=', '1'],
      ['B', '+=', 'x y'],
    ],
  );
  assert.deepEqual(
    first.redirections.map(({ fd, operator, target }) => [fd, operator, target.text]),
    [
      ['2', '>', 'err'],
      ['', '>>', 'out file'],
      ['', '<', 'in'],
    ],
  );
  assert.deepEqual([rest[0], rest[2]], ['|', '&']);
});

test('hands out what it saw inside a substitution, though it does not understand it', () => {
  assert.deepEqual(wordsOf('echo $(gh auth token)').at(-1), ['gh', 'auth', 'token']);
});

const same: readonly (readonly [string, string])[] = [
  ['gh pr list', '  gh\tpr   "list" # all of them\n'],
  ["gh 'a b'", 'gh a\\ b'],
  ['echo "$X"', 'echo "${X}"'],
  ['a; b', 'a\n\nb;'],
  ['a && b', 'a &&\n b'],
  ['a >out', "a > 'out'"],
];
for (const [one, other] of same) {
  test(`has one canonical text for ${JSON.stringify(one)} and ${JSON.stringify(other)}`, () => {
    assert.equal(canonical(one), canonical(other));
  });
}

const different = [
  ...['gh pr', 'gh "pr "', "gh 'p r'", 'gh p r', "gh '$X'", 'gh "$X"', 'gh $X', "gh ''$X", 'gh $X[1]', "gh $X'[1]'"],
  ...['gh "$X:h"', 'gh "$X"":h"', 'gh *', "gh '*'", 'gh [a-c]', "gh [a'-'c]", 'gh ~', "gh '~'", 'gh =ls', "gh '=ls'"],
  ...[
    'A=1 gh',
    'A=2 gh',
    'A+=1 gh',
    "A='~' gh",
    'A=~ gh',
    'a;b',
    'a&b',
    'a|b',
    'a&&b',
    'a||b',
    'a|&b',
    'a b',
    'a&',
    'a',
  ],
  ...[
    'a >f',
    'a >>f',
    'a <f',
    'a 2>f',
    "a '2' >f",
    'a >&2',
    'a >2',
    'a <>f',
    'a >|f',
    'a >f >g',
    'a >g >f',
    'a ""',
    'a " "',
  ],
];
test('gives lines that differ in anything that counts different canonical texts (P2)', () => {
  assert.equal(new Set(different.map(canonical)).size, different.length);
});

type Part = { readonly kind: 'text' | 'bare' | 'quoted' | 'pattern'; readonly text: string };
const text = fc
  .oneof(
    fc.string({ minLength: 1, maxLength: 6, unit: 'binary' }).map((all) => all.replaceAll('\0', '')),
    fc.constantFrom(
      '$X',
      '*',
      "'",
      '"',
      '\\',
      ';',
      '&&',
      '>',
      '#',
      '~',
      '{a,b}',
      'a b',
      '--x=1',
      '\n',
      '`id`',
      '$(id)',
    ),
  )
  .filter((all) => all !== '');
const name = fc.constantFrom('X', 'TOKEN', 'X1');
const part: fc.Arbitrary<Part> = fc.oneof(
  { weight: 5, arbitrary: text.map((all) => ({ kind: 'text' as const, text: all })) },
  { weight: 1, arbitrary: name.map((all) => ({ kind: 'bare' as const, text: all })) },
  { weight: 1, arbitrary: name.map((all) => ({ kind: 'quoted' as const, text: all })) },
);
/** Adjacent text is one text, and next to a bare variable quoting counts: those words have one part. */
const word = fc.oneof(
  fc.tuple(part).map((parts) => parts),
  fc.tuple(text, name).map(([a, b]): Part[] => [
    { kind: 'text', text: a },
    { kind: 'quoted', text: b },
  ]),
  fc.constantFrom<Part[]>([{ kind: 'pattern', text: '*.ts' }], [{ kind: 'pattern', text: '~' }], []),
);
const command = fc.record({
  assigns: fc.array(fc.tuple(fc.constantFrom('A', 'B'), text), { maxLength: 2 }),
  program: fc.constantFrom<string>('gh', 'curl', './x'),
  words: fc.array(word, { maxLength: 3 }),
  redirections: fc.array(fc.tuple(fc.constantFrom('>', '>>', '2>', '<'), text), { maxLength: 2 }),
});
const operator = fc.constantFrom('&&', '||', ';', '|', '&');
const model = fc.record({ first: command, rest: fc.array(fc.tuple(operator, command), { maxLength: 2 }) });
type Model = typeof model extends fc.Arbitrary<infer T> ? T : never;

/** Writes a line in one of many ways, as the numbers say. */
function written({ first, rest }: Model, pick: (n: number) => number): string {
  const space = () => [' ', '  ', '\t', ' \\\n '][pick(4)] ?? ' ';
  const literal = (all: string): string => {
    if (/^[\w./-]+$/.test(all) && pick(2) === 0) return all;
    const way = pick(3);
    if (way === 0) return `'${all.replaceAll("'", "'\\''")}'`;
    if (way === 1) return `"${all.replaceAll(/[\\"$`]/g, '\\$&')}"`;
    return [...all].map((char) => (char === '\n' ? "'\n'" : `\\${char}`)).join('');
  };
  const one = ({ kind, text: all }: Part): string =>
    kind === 'pattern' ? all : kind === 'text' ? literal(all) : variable(all, kind === 'quoted');
  const variable = (all: string, quoted: boolean): string => {
    const inner = pick(2) === 0 ? `$${all}` : `\${${all}}`;
    return quoted ? `"${inner}"` : inner;
  };
  const simple = (each: Model['first']): string =>
    [
      ...each.assigns.map(([key, value]) => `${key}=${literal(value)}`),
      literal(each.program),
      ...each.words.map((parts) => (parts.length === 0 ? "''" : parts.map(one).join(''))),
      ...each.redirections.map(([op, target]) => `${op}${pick(2) === 0 ? ' ' : ''}${literal(target)}`),
    ].join(space());
  const tail = ['', '\n', ' # done; rm -rf /', '  '][pick(4)] ?? '';
  return `${rest.reduce((line, [op, each]) => `${line}${space()}${op}${space()}${simple(each)}`, simple(first))}${tail}`;
}

function picker(choices: readonly number[]): (n: number) => number {
  let at = 0;
  return (n) => (choices[at++ % choices.length] ?? 0) % n;
}

const choices = fc.array(fc.nat({ max: 11 }), { minLength: 1, maxLength: 40 });

test('spacing, quoting and comments change nothing, everything else does (P2)', () => {
  fc.assert(
    fc.property(model, model, choices, choices, (one, other, ways, moreWays) => {
      const line = written(one, picker(ways));
      assert.equal(canonical(line), canonical(written(one, picker(moreWays))));
      const isSame = JSON.stringify(one) === JSON.stringify(other);
      assert.equal(canonical(line) === canonical(written(other, picker(moreWays))), isSame);
    }),
    { numRuns: 500 },
  );
});

test('one changed word, operator, value or redirection changes the canonical text (P2)', () => {
  const changed = (all: string): string => `${all}x`;
  fc.assert(
    fc.property(model, choices, fc.nat({ max: 4 }), (one, ways, which) => {
      const { first } = one;
      const others: readonly Model[] = [
        { ...one, first: { ...first, program: changed(first.program) } },
        { ...one, first: { ...first, words: [...first.words, []] } },
        { ...one, first: { ...first, assigns: [['A', 'new'], ...first.assigns] } },
        { ...one, first: { ...first, redirections: [...first.redirections, ['>', 'new']] } },
        { ...one, rest: [...one.rest, ['&&', first]] },
      ];
      const other = others[which] ?? one;
      assert.notEqual(canonical(written(one, picker(ways))), canonical(written(other, picker(ways))));
    }),
  );
});

test('reads the same words as this machine’s sh', () => {
  const pieces = [...'ab=\'\'""\\  #${},]!@é12>;\n&|^%+:', '-x', '\\\n', '/dev/null', '&1', "\\'", '\\"'];
  const random = fc.sample(fc.array(fc.constantFrom(...pieces), { minLength: 1, maxLength: 9 }), 4000);
  const lines = random
    .map((all) => `P ${all.join('')}`)
    .filter((line) => {
      const read = readShellLine(line);
      const commands = read.steps.filter((step) => typeof step === 'object');
      return (
        read.understood &&
        commands.every(
          ({ words, redirections }) =>
            words[0]?.text === 'P' &&
            words.every(({ reach }) => reach === 'fixed') &&
            redirections.every(({ target }) => target.text === '/dev/null' || target.text === '1'),
        )
      );
    })
    .slice(0, 200);
  assert.ok(lines.length >= 50);
  const script = `exec 9>&1
P() { printf '%s\\0' "$#" "$@" >&9; }
for line in "$@"; do printf '%s\\0' L >&9; (eval "$line"; wait) </dev/null >/dev/null 2>&1; done`;
  const { stdout } = spawnSync('sh', ['-c', script, 'sh', ...lines], { encoding: 'utf8' });
  const seen = stdout.split('L\0').slice(1);
  assert.deepEqual(
    lines.map((line, at) => [line, (seen[at] ?? '').split('\0').slice(0, -1).sort()]),
    lines.map((line) => [
      line,
      wordsOf(line)
        .flatMap(([, ...rest]) => [`${rest.length}`, ...rest])
        .sort(),
    ]),
  );
});
