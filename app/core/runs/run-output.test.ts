import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { fault } from '../../adapters/vault.testkit.ts';
import { openXtermScreen } from '../../adapters/xterm-screen.ts';
import { everyCut, randomCut } from '../redaction/chunks.testkit.ts';
import { key, marker, outputOf, written } from './run-output.testkit.ts';

const noScreen = () => assert.fail('no screen is needed');
const { value } = key;
const half = value.slice(0, 10);
const rest = value.slice(10);
const counted = [{ name: key.name, count: 1 }];

test('of a stream that moves nothing every byte of the text is handed over as it came, without a screen', async () => {
  const text = `\x1b[1mbuild\x1b[0m of ${value}\r\n\ta\r\r\n\x1b]0;t\x07b${'x'.repeat(700)}\n  c  \n`;
  const { output, redactions } = await written([text], { openScreen: noScreen });
  assert.equal(output, `build of ${marker}\n\ta\nb${'x'.repeat(700)}\n  c  \n`);
  assert.deepEqual(redactions, counted);
  const many = `${'a line of a long build log\r\n'.repeat(40_000)}${value}`;
  const long = await written([many], { openScreen: noScreen, maxOutputBytes: 4 << 20 });
  assert.equal(long.output, many.replaceAll('\r', '').replace(value, marker));
});

/** Streams after which the value stands whole on the screen, and in one piece nowhere in the stream. */
const drawings: Readonly<Record<string, string>> = {
  'in reverse order': `          ${rest}\r${half}\r\n`,
  'by moving the cursor': [...value]
    .map((character, i) => `\x1b[3;${i + 1}H${character}`)
    .reverse()
    .join(''),
  'by moving back over a filler': `${half}****\x1b[4D${rest}\r\n`,
  'by inserting characters': `${rest}\r\x1b[10@${half}\r\n`,
  'in insert mode': `${rest}\r\x1b[4h${half}\x1b[4l\r\n`,
  'by deleting characters': `${half}noise${rest}\r\x1b[10C\x1b[5P\r\n`,
  'by backspaces': `${half}??\b\b${rest}\r\n`,
  'by overwriting': `${'.'.repeat(10)}${rest}\r${half}\r\n`,
  'by saving and restoring the cursor': `\x1b7          ${rest}\x1b8${half}\r\n`,
  'across a wrapped line': `${'\x1b[H'}${' '.repeat(495)}${half}--${rest}\x1b[2;6H\x1b[2P`,
  'by scrolling a region': `\x1b[5;6r\x1b[6;11H${rest}\x1b[S\x1b[5;1H${half}\x1b[r`,
  'by inserting a line above': `\x1b[11G${rest}\r\x1b[L\x1b[2;1H${half}`,
  'on the alternate screen': `$ app\r\n\x1b[?1049h\x1b[2;11H${rest}\x1b[2;1H${half}`,
  'with eight-bit controls': `\u009b11G${rest}\u009b1G${half}\r\n`,
};

for (const [how, stream] of Object.entries(drawings)) {
  test(`a value that is drawn ${how} is hidden and counted (P1)`, async () => {
    const inOrder = stream.replaceAll(/\x1b\[[\d;?]*[@-~]|\x1b.|[\b\s]|\u009b\d+G/g, '');
    assert.ok(!inOrder.includes(value));
    const { output, redactions } = await written([stream]);
    assert.equal(output.replaceAll(/\s+/g, ' ').replace('$ app', '').trim(), marker);
    assert.equal(redactions.length, 1);
  });
}

test('a value that was overwritten or erased before the end is not handed over, and is counted (P1)', async () => {
  for (const over of [
    '\r\x1b[Kdone',
    `\r${' '.repeat(30)}\rdone`,
    '\x1b[2J\x1b[Hdone',
    '\x1bcdone',
    `${'\b \b'.repeat(21)}done`,
  ]) {
    const { output, redactions } = await written([`${value}${over}\r\n`]);
    assert.equal(output, 'done\n', JSON.stringify(over));
    assert.deepEqual(redactions, counted);
  }
  const alternate = await written([`a\r\n\x1b[?1049h${value}\x1b[?1049lb\r\n`]);
  assert.equal(alternate.output, 'a\nb\n');
  assert.deepEqual(alternate.redactions, counted);
});

test('of a progress bar only its last state is handed over', async () => {
  const states = Array.from({ length: 101 }, (_, i) => `\r[${'='.repeat(i / 5).padEnd(20)}] ${i} %`);
  const { output, cutBytes } = await written([`get file\r\n`, ...states, '\r\nok\r\n']);
  assert.equal(output, `get file\n[${'='.repeat(20)}] 100 %\nok\n`);
  assert.equal(cutBytes, 0);
});

test('a stream that ends inside the alternate screen hands over both screens', async () => {
  const { output } = await written(['one\r\n', '\x1b[?1049h\x1b[2J\x1b[3;3Htwo']);
  assert.equal(output, 'one\n\n\n  two\n');
});

test('what came long before the first movement is handed over as it came, and a value across the two is hidden (P1)', async () => {
  const before = 'some line of a log\n'.repeat(20_000);
  for (const around of [before, `${before}${'y'.repeat(200_000)}`]) {
    const { output, redactions } = await written([around, half, rest, '\r\n1 %\r2 %\r\n'], {
      tty: false,
      maxOutputBytes: 1 << 22,
    });
    assert.equal(output, `${around}${marker}\n2 %\n`);
    assert.deepEqual(redactions, counted);
  }
  // The oldest half of what is held has just been let go: the value lies across that border.
  for (const at of [value.length, 10, 3]) {
    const filled = `${'z'.repeat(32_768 - at)}${value}${'z'.repeat(32_768 + at - value.length)}`;
    const { output } = await written([filled, 'z', '\r!\r\n'], { maxOutputBytes: 1 << 20 });
    assert.ok(output.includes(marker) && !output.includes(half) && !output.includes(rest), String(at));
  }
});

test('gives the same for any chunks, drawn or not', async () => {
  const atoms = fc.constantFrom(
    ...[
      half,
      rest,
      value,
      'a',
      'bc ',
      'ü日',
      '\r\n',
      '\r\n',
      '\r',
      '\b',
      '\x1b[5C',
      '\x1b[A',
      '\x1b[2K',
      '\x1b[',
      '\x1b',
      '31m',
    ],
    ...[
      '\x1b[3@',
      '\x1b[2P',
      '\x1b[L',
      '\x1b[H',
      '\x1b]0;',
      '\x07',
      '\x1b[?1049h',
      '\x1b[?1049l',
      '\n'.repeat(60),
      '\u009b',
    ],
  );
  const streams = fc.array(atoms, { maxLength: 14 }).map((all) => Buffer.from(all.join('')));
  await fc.assert(
    fc.asyncProperty(streams, fc.nat(), async (input, seed) => {
      const whole = await written([input]);
      assert.deepEqual(await written(randomCut(input, seed, 9)), whole);
      const [, byByte = []] = everyCut(input);
      assert.deepEqual(await written(byByte), whole);
      assert.ok(!whole.output.includes(value));
    }),
    { numRuns: 60 },
  );
});

test('gives the same for any chunks where much was held before the first movement', async () => {
  const input = Buffer.from(`${'0123456789 some log line\r\n'.repeat(9000)}${value}\r\n\x1b[3A\x1b[5Cx\x1b[5B${half}`);
  const whole = await written([input]);
  for (const longest of [700, 9_000, 70_000, 200_000])
    assert.deepEqual(await written(randomCut(input, longest, longest)), whole);
});

test('lines of two pipes keep the order in which they ended, and only the one that moves is drawn', async () => {
  const output = await outputOf({ tty: false });
  output.take(Buffer.from('out 1\nout'), 'out');
  output.take(Buffer.from('err 1\n'), 'err');
  output.take(Buffer.from(' 2\n'), 'out');
  output.take(Buffer.from('10 %\r100 %\n'), 'err');
  output.take(Buffer.from('out 3\n'), 'out');
  await output.end();
  assert.equal(output.finish().output, 'out 1\nout 2\nout 3\nerr 1\n100 %\n');
});

test('counts of both pipes are added', async () => {
  const output = await outputOf({ tty: false });
  output.take(Buffer.from(`${value}\n`), 'out');
  output.take(Buffer.from(`x\r${value}\n`), 'err');
  await output.end();
  assert.deepEqual(output.finish().redactions, [{ name: key.name, count: 2 }]);
});

test('the cap and its notice hold for what a screen shows, and binary output is withheld as ever', async () => {
  const lines = Array.from({ length: 3000 }, (_, i) => `old\rline ${i}\r\n`);
  const { output, cutBytes } = await written(lines, { maxOutputBytes: 2000 });
  assert.match(output, /^line 0\nline 1\n[^…]*\n\[… [\d,]+ bytes left out …\]\n[^…]*line 2998\nline 2999\n$/);
  assert.ok(cutBytes > 20_000);
  const binary = await written([`a\rb\0\x01\x02${'\x03'.repeat(50)}`]);
  assert.deepEqual([binary.output, binary.withheld], ['', 'binary']);
});

test('a screen that fails withholds the stream and ends the run (P12)', async () => {
  const failures = [
    () => {
      throw new Error('no screen');
    },
    (options: { returns: boolean }) => ({
      ...openXtermScreen(options),
      draw: () => Promise.reject(new Error('cannot draw')),
    }),
    (options: { returns: boolean }) => ({
      ...openXtermScreen(options),
      text: () => {
        throw new Error('cannot read');
      },
    }),
  ];
  for (const openScreen of failures) {
    const output = await outputOf({ openScreen });
    output.take(Buffer.from(`${half}\r${rest} and text\r\n`), 'out');
    await assert.rejects(output.end());
    assert.equal(output.finish().output, '');
  }
  const failing = await outputOf({ openScreen: failures[0] ?? noScreen });
  failing.take(Buffer.alloc(60_000, 'a\rb\r\n'), 'out');
  await new Promise((resolve) => setImmediate(resolve));
  assert.throws(() => failing.take(Buffer.from('more'), 'out'), fault('internal'));
});

test('what is drawn faster than a screen can take is cut, said, and drawn afresh from there', async () => {
  const redraw = `\x1b[2J\x1b[H${'some text of a redraw '.repeat(20)}`;
  const flood = Array.from({ length: 30_000 }, (_, i) => `${redraw}${i}`);
  const { output, cutBytes } = await written([
    `first\r\n`,
    Buffer.from(flood.join('')),
    `\x1b[2J\x1b[Hlast ${half}**\x1b[2D${rest}`,
  ]);
  assert.match(output, /\n\[… [\d,]+ bytes left out …\]\n/);
  assert.ok(output.endsWith(`last ${marker}\n`), output.slice(-200));
  assert.ok(cutBytes > 1_000_000);
});

test('a run that is over draws no more', async () => {
  let isOpen = false;
  const output = await outputOf({
    openScreen: (options) => {
      isOpen = true;
      const screen = openXtermScreen(options);
      return {
        ...screen,
        close: () => {
          isOpen = false;
          screen.close();
        },
      };
    },
  });
  output.take(Buffer.alloc(200_000, 'a\rb\r\n'), 'out');
  assert.equal(isOpen, true);
  assert.equal(output.finish().output, '');
  assert.equal(isOpen, false);
});
