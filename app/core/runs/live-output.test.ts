import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { openXtermScreen } from '../../adapters/xterm-screen.ts';
import type { LivePart } from '../../contract/live.ts';
import { FakeClock } from '../fake-clock.testkit.ts';
import { everyCut, randomCut } from '../redaction/chunks.testkit.ts';
import { buildMatcher } from '../redaction/matcher.ts';
import { everShown, partsOf, textOf, watch } from './live-output.testkit.ts';
import { createLiveOutput } from './live-output.ts';
import { key, marker, written } from './run-output.testkit.ts';

const noScreen = () => assert.fail('no screen is needed');
const { value } = key;
const half = value.slice(0, 10);
const rest = value.slice(10);
const screens = (parts: readonly LivePart[]) => parts.filter((part) => part.kind === 'screen');
const text = (parts: readonly LivePart[]) => parts.map((part) => (part.kind === 'text' ? part.text : '')).join('');

test('text is let go at once but for what may become a value, and nothing of terminal control but colours', async () => {
  const live = await watch({ openScreen: noScreen });
  await live.write('building a thing ');
  await live.write(
    '\x1b]0;title\x07\x1b[1;31mred\x1b[0m and \x1b[8mhidden\x1b[38;5;9mnine\x1b[58;5;1m and on\r\n\x1b]52;c;QQ==\x1b\\\x1bP1q\x1b\\',
  );
  assert.match(textOf(live.parts), /^building a thing red and hiddennine a/);
  await live.write(`\x1b[32m${half}`);
  assert.ok(!textOf(live.parts).includes(half.slice(0, 4)));
  await live.write(`\x1b[33m${rest}\x1b[34m.\n`);
  const all = text(await live.end());
  assert.equal(
    all,
    `building a thing \x1b[1;31mred\x1b[0m and hidden\x1b[38;5;9mnine and on\n\x1b[32m${marker}\x1b[33m\x1b[34m.\n\x1b[0m`,
  );
});

test('a value that is cut and coloured anywhere is hidden, whatever the chunks (P1)', async () => {
  for (const at of [1, 11, value.length - 2]) {
    const input = Buffer.from(
      `key=${value.slice(0, at)}\x1b[1m${value.slice(at, at + 2)}\x1b[38;2;1;2;3m${value.slice(at + 2)}\x1b[m;\n`,
    );
    for (const chunks of everyCut(input)) {
      const all = text(await partsOf(chunks, { openScreen: noScreen }));
      assert.equal(
        all,
        `key=${marker}\x1b[0m;\n`.replace(
          '\x1b[0m',
          at + 2 < value.length ? '\x1b[1m\x1b[38;2;1;2;3m\x1b[0m' : '\x1b[1m\x1b[0m',
        ),
      );
    }
  }
});

test('shows of a stream without movement what its agent gets, colours aside, at any chunking', async () => {
  const atoms = fc.constantFrom(
    ...[half, rest, value, 'a', 'bc ', 'ü日', 'ZZ', '\r\n', '\n', '\r\r\n', '\t'],
    ...['\x1b[31m', '\x1b[0m', '\x1b[1;3', '8;5;7m', '\x1b[m', '\x1b]0;', '\x07', '\x1b', '\x18', '\u009b1m'],
  );
  const streams = fc.array(atoms, { maxLength: 20 }).map((all) => Buffer.from(all.join('')));
  await fc.assert(
    fc.asyncProperty(streams, fc.nat(), async (input, seed) => {
      const agents = await written([input]);
      const [, byByte = []] = everyCut(input);
      for (const chunks of [[input], byByte, randomCut(input, seed, 9)]) {
        const parts = await partsOf(chunks);
        if (screens(parts).length > 0) return;
        assert.equal(textOf(parts), agents.output);
      }
    }),
    { numRuns: 40 },
  );
});

test('a progress bar is drawn in place of its line, ten times a second at most, and only when it changed', async () => {
  const live = await watch();
  await live.write('get file\r\n');
  await live.write('10 %\r');
  for (let i = 20; i <= 60; i += 10) await live.write(`\x1b[32m${i} %\x1b[0m\r`);
  assert.match(text(live.parts), /^get file\n(10 ?%?)?$/);
  const [first, ...others] = screens(live.parts);
  assert.deepEqual(first, { kind: 'screen', stream: 'out', gone: '', rows: ['10 %'] });
  assert.equal(others.length, 0);
  live.clock.pass(100);
  await live.write('\x1b[32m60 %\x1b[0m\r');
  live.clock.pass(100);
  await live.write('\r');
  live.clock.pass(100);
  assert.deepEqual(
    screens(live.parts).map(({ rows }) => rows.length),
    [1, 1],
  );
  assert.deepEqual((await live.end()).at(-1), {
    kind: 'screen',
    stream: 'out',
    gone: '\x1b[0;38;5;2m60 %\x1b[0m\n',
    rows: [],
  });
});

/** Streams on whose screen the value stands whole, now or before. */
const drawings: Readonly<Record<string, readonly string[]>> = {
  'in reverse order': [`          ${rest}`, `\r${half}\r\n`],
  'by moving the cursor': [...value].map((character, i) => `\x1b[3;${i + 1}H${character}`).reverse(),
  'over a wrapped line': [`\x1b[H${' '.repeat(490)}${half}`, rest],
  'on the alternate screen': [`$ app\r\n\x1b[?1049h\x1b[2;11H${rest}`, `\x1b[2;1H${half}`],
  'in colours': [`\x1b[H\x1b[31m${half}`, `\x1b[32m${rest}`],
  'half as text': [half, `${rest.slice(0, 3)}`, `${rest.slice(3)}\r\n1 %\r2 %\r\n`],
  'half as text of a line before': [`${half}\r\n`, `..\r${rest}\r\n`],
  'half in what has scrolled off': [`x\ry\r\n${'\n'.repeat(45)}${half}\r\n`, `${rest}\r\n`, '\n'.repeat(60)],
};

for (const [how, chunks] of Object.entries(drawings)) {
  test(`a value that is drawn ${how} is never shown (P1)`, async () => {
    const live = await watch();
    for (const chunk of chunks) {
      await live.write(chunk);
      live.clock.pass(100);
    }
    await live.end();
    assert.ok(screens(live.parts).length > 0);
    for (const shown of everShown(live.parts)) {
      const letters = shown.replaceAll(/\s/g, '');
      assert.ok(!letters.includes(value) && !letters.includes(value.slice(0, 12)), JSON.stringify(shown));
    }
    assert.ok(everShown(live.parts).some((shown) => shown.includes(marker)));
    assert.ok(!textOf(live.parts).replaceAll(/\s/g, '').includes(rest));
  });
}

test('what a stream drew for good is what its agent gets, and only the stream that moves is drawn', async () => {
  const input = `a\rb\r\n${Array.from({ length: 120 }, (_, i) => `line ${i} of ${value}`).join('\r\n')}\r\nlast`;
  const parts = await partsOf([input]);
  assert.equal(textOf(parts), (await written([input])).output);
  const live = await watch({ tty: false });
  await live.write('out 1\n', 'out');
  await live.write('10 %\r100 %\n', 'err');
  await live.write('out 2\n', 'out');
  await live.end();
  assert.equal(text(live.parts), 'out 1\nout 2\n');
  assert.deepEqual(
    screens(live.parts)
      .map(({ stream }) => stream)
      .includes('out'),
    false,
  );
});

test('a screen has the size of the terminal, and a wrapped line is two rows of it', async () => {
  const live = await watch({ terminal: { columns: 20, rows: 5, colour: true } });
  await live.write(`\x1b[H${'w'.repeat(25)}`);
  assert.deepEqual(screens(live.parts).at(-1)?.rows, ['w'.repeat(20), 'w'.repeat(5)]);
  await live.write('\r\n'.repeat(9));
  live.clock.pass(100);
  const gone = screens(live.parts).map((part) => part.gone);
  assert.equal(gone.join('').trimEnd(), 'w'.repeat(25));
});

test('what is no text is said once, and nothing after it is shown', async () => {
  const parts = await partsOf(['text\n', Buffer.from([0, 1, 2, 3]), 'more\n']);
  assert.deepEqual(parts.at(-1), { kind: 'withheld', reason: 'binary' });
  assert.ok(!textOf(parts).includes('more'));
});

test('a redactor or a screen that fails withholds what follows, says so once, and does not throw (P12)', async () => {
  const broken = [
    () => {
      throw new Error('no screen');
    },
    (options: Parameters<typeof openXtermScreen>[0]) => ({
      ...openXtermScreen(options),
      draw: () => Promise.reject(new Error('cannot draw')),
    }),
    (options: Parameters<typeof openXtermScreen>[0]) => ({
      ...openXtermScreen(options),
      rows: () => {
        throw new Error('cannot read');
      },
    }),
  ];
  for (const openScreen of broken) {
    const parts = await partsOf([`a\rb ${value}\r\n`, 'c\r\n', 'd\r\n'], { openScreen });
    assert.deepEqual(parts, [{ kind: 'withheld', reason: 'failed' }]);
  }
});

test('who has had enough is waited for, but not at the end', async () => {
  const read = Promise.withResolvers<void>();
  const parts: LivePart[] = [];
  const emit = (part: LivePart) => (parts.push(part) === 1 ? read.promise : undefined);
  const matcher = await buildMatcher([key]);
  const watched = { isFollowed: true, emit };
  const live = createLiveOutput(
    { matcher, openScreen: noScreen, clock: new FakeClock(), watched },
    { tty: true, terminal: null },
  );
  const ready = live.take(Buffer.from('some line of a log\n'), 'out');
  assert.ok(ready !== undefined && live.take(Buffer.from('and more\n'), 'out') !== undefined);
  await live.end();
  assert.equal(textOf(parts), 'some line of a log\nand more\n');
  read.resolve();
  await ready;
});
