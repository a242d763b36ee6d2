import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { key, marker, outputOf } from '../core/runs/run-output.testkit.ts';
import type { WrittenOutput } from '../core/runs/run-output.ts';
import { PipeRunner } from './pipe-runner.ts';
import { PtyRunner } from './pty-runner.ts';

const folder = mkdtempSync(join(tmpdir(), 'postern-terminal-'));
after(() => rmSync(folder, { recursive: true }));

const { value } = key;
const pieces = { FRONT: value.slice(0, 7), MIDDLE: value.slice(7, 14), BACK: value.slice(14) };

/** What a real command hands over that holds the value, whole and in three pieces, and is told of an able terminal. */
async function ran(args: readonly [string, ...string[]], tty = true): Promise<WrittenOutput> {
  const output = await outputOf({ tty });
  const env = {
    PATH: '/usr/local/bin:/usr/bin:/bin',
    TERM: 'xterm',
    LANG: 'C.UTF-8',
    HOME: folder,
    KEY: value,
    ...pieces,
  };
  const [file, ...rest] = args;
  const spec = { file, args: rest, env, cwd: folder, stdin: null, tty, timeoutMs: 60_000 };
  const runner = tty ? new PtyRunner() : new PipeRunner();
  const exit = await runner.run(spec, output.take, new AbortController().signal);
  await output.end();
  assert.deepEqual([exit.exitCode, exit.end], [0, 'exited']);
  return output.finish();
}

const shell = (line: string, tty = true) => ran(['/bin/sh', '-c', line], tty);

function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

/** Why a test is skipped: a tool that is not everywhere. */
const without = (tool: string) => (existsSync(`/usr/bin/${tool}`) ? {} : { skip: `there is no ${tool}` });

/** Nothing of the value stands in the text. */
function assertHidden({ output, redactions }: WrittenOutput): void {
  for (const piece of Object.values(pieces)) assert.ok(!output.includes(piece), output);
  assert.ok(redactions.length === 1 && output.includes(marker), output);
  assert.ok(!/[\0-\x08\x0b-\x1f\x7f-\x9f]/.test(output), JSON.stringify(output));
}

test('a value that tput draws in pieces, last first, is hidden (P1)', without('tput'), async () => {
  const line =
    'tput clear; tput cup 4 14; printf %s "$BACK"; tput cup 4 0; printf %s "$FRONT"; tput hpa 7; printf %s "$MIDDLE"';
  const written = await shell(`${line}; tput cup 6 0; echo done`);
  assertHidden(written);
  assert.equal(written.output, `\n\n\n\n${marker}\n\ndone\n`);
});

test(
  'a value that a shell puts together by inserting, deleting and overwriting is hidden (P1)',
  without('tput'),
  async () => {
    assertHidden(await shell('printf "%s\\r" "$MIDDLE$BACK"; tput ich 7; printf "%s\\n" "$FRONT"'));
    assertHidden(await shell('printf "%sjunk%s\\r" "$FRONT" "$MIDDLE$BACK"; tput cuf 7; tput dch 4; echo'));
    assertHidden(await shell('printf "              %s\\r%s%s\\n" "$BACK" "$FRONT" "$MIDDLE"'));
    assertHidden(await shell('printf "              %s\\r%s%s\\n" "$BACK" "$FRONT" "$MIDDLE"', false));
  },
);

test('a value that a curses program draws in pieces, last first, is hidden (P1)', without('python3'), async () => {
  const program = file(
    'draw.py',
    [
      'import curses, os',
      'def main(screen):',
      '    for y in range(40): screen.addstr(y, 0, "row %d of a busy screen" % y)',
      '    screen.refresh()',
      '    screen.addstr(11, 14, os.environ["BACK"]); screen.refresh()',
      '    screen.addstr(11, 7, os.environ["MIDDLE"]); screen.refresh()',
      '    screen.addstr(11, 0, os.environ["FRONT"] + ""); screen.refresh()',
      '    os.write(1, b"\\x1b[?1049l" if os.environ.get("LEAVE") else b""); os._exit(0)',
      'curses.wrapper(main)',
    ].join('\n'),
  );
  const inside = await ran(['/usr/bin/python3', program]);
  assertHidden(inside);
  assert.match(inside.output, /row 10 of a busy screen\n\[REDACTED:api\/key\]/);
  const left = await shell(`echo before; LEAVE=1 python3 ${program}; echo after`);
  assert.equal(left.output, 'before\nafter\n');
});

test(
  'a value in an editor is hidden while the editor is there, and what it showed is gone with it (P1)',
  without('vim'),
  async () => {
    const text = file('text', `first line\n\tKEY=${value}\n${'filler\n'.repeat(100)}`);
    const quit = await shell(`echo before; vim --not-a-term -u NONE -i NONE -n -c redraw -c 'qa!' ${text}; echo after`);
    assert.equal(quit.output, 'before\nafter\n');
    assert.equal(quit.redactions.length, 1);
    const killed = await shell(
      `vim --not-a-term -u NONE -i NONE -n -c redraw -c 'call system("kill -9 " . getpid())' ${text}; true`,
    );
    assertHidden(killed);
    assert.match(killed.output, /first line\n +KEY=\[REDACTED:api\/key\]\nfiller\n/);
  },
);

test('a value that a pager shows is hidden (P1)', without('less'), async () => {
  const text = file('page', `${'a line\n'.repeat(30)}KEY=${value}\n`);
  const written = await shell(`less -F ${text}`);
  assertHidden(written);
  assert.match(written.output, /a line\nKEY=\[REDACTED:api\/key\]\n+$/);
});

test(
  'a value that a line editor wraps or scrolls at 20 columns is hidden, as far as 12 characters stand together (P1)',
  without('python3'),
  async () => {
    const program = file(
      'narrow.py',
      [
        'import fcntl, os, pty, struct, sys, termios',
        'pid, master = pty.fork()',
        'if pid == 0:',
        '    fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 20, 0, 0))',
        '    os.execvp("bash", ["bash", "--norc", "--noprofile", "-i"])',
        'def echoed():',
        '    out = os.read(master, 4096)',
        '    os.write(1, out)',
        '    return out',
        'while b"# " not in echoed(): pass',
        'for character in "echo " + os.environ["KEY"]:',
        '    os.write(master, character.encode())',
        '    echoed()',
        'os.write(master, b"; exit\\n")',
        'try:',
        '    while echoed(): pass',
        'except OSError: pass',
      ].join('\n'),
    );
    for (const TERM of ['xterm', 'dumb']) {
      const { output, redactions } = await shell(`TERM=${TERM} python3 ${program}`);
      for (let i = 0; i + 12 <= value.length; i++) assert.ok(!output.includes(value.slice(i, i + 12)), output);
      assert.equal(redactions.length, 1);
      assert.ok(output.endsWith(`${marker}\nexit\n`), output);
    }
  },
);

test('of a progress meter only the last state is handed over', without('curl'), async () => {
  const big = file('big', 'x'.repeat(3_000_000));
  const { output } = await shell(`curl -o /dev/null file://${big} 2>&1; echo ok`);
  const lines = output.trimEnd().split('\n');
  assert.equal(lines.length, 4, output);
  assert.match(lines[2] ?? '', /^100 .*100 /);
  assert.equal(lines[3], 'ok');
});

test('questions to the terminal get no answer and leave no trace', async () => {
  const asking =
    "printf 'a\\033[6n\\033[c\\033[>c\\033[?6n\\033[18t\\033[21t\\033]10;?\\007\\033P+q544e\\033\\\\b\\033[8;9;9tc\\n'";
  const { output } = await shell(`${asking}; printf 'x\\ry\\n'`);
  assert.equal(output, 'abc\ny\n');
});

test('hostile streams end, leave the screen as it was, and what follows them is shown and searched', async () => {
  const hostile: Readonly<Record<string, string>> = {
    'endless repetition': 'x\x1b[2147483647b',
    'far positions': '\x1b[2147483647;2147483647H\x1b[4294967296C\x1b[99999999999999999999A',
    'scrolling without end': '\x1b[2147483647S\x1b[2147483647T',
    'lines without end': '\x1b[2147483647L\x1b[2147483647M',
    'characters without end': '\x1b[2147483647@\x1b[2147483647P\x1b[2147483647X',
    'tabs without end': '\x1b[2147483647I\x1b[2147483647Z',
    'columns without end': "\x1b[2147483647'}\x1b[2147483647'~\x1b[2147483647 @",
    resizing: '\x1b[8;10000;10000t\x1b[?3h\x1b[?3l',
    'fills and resets': '\x1b#8\x1bc',
    'other screens': '\x1b[?1049h\x1b[?1049l\x1b[?47h\x1b[?47l',
    questions: '\x1b[6n\x1b[c\x1b[18t\x1b]10;?\x07\x1bP$qm\x1b\\',
    pictures: `\x1bPq#0;2;0;0;0${'!999~'.repeat(50)}\x1b\\`,
    marks: `e${'\u0301'.repeat(500)}`,
    'numbers without end': `\x1b[${'9;'.repeat(500)}H`,
    'printing with insertion': '\x1b[4hx\x1b[1;1Hy\x1b[500b',
  };
  for (const [name, sequence] of Object.entries(hostile)) {
    const output = await outputOf();
    for (let i = 0; i < 16; i++) output.take(Buffer.from(sequence.repeat(Math.ceil(4096 / sequence.length))), 'out');
    output.take(Buffer.from(`\x18\x1bc      ${value.slice(6)}\r${value.slice(0, 6)}\r\n`), 'out');
    await output.end();
    const { output: text, redactions } = output.finish();
    assert.ok(text.endsWith(`${marker}\n`), `${name}: ${text.slice(-300)}`);
    assert.equal(redactions.length, 1, name);
  }
});

test('an endless title, picture or line is taken in bounded memory', async () => {
  for (const opening of ['\x1b]0;', '\x1bPq', 'a\rb', 'a\r\x1b[4h']) {
    const output = await outputOf();
    output.take(Buffer.from(`1\r2\r\n${opening}`), 'out');
    const before = process.memoryUsage();
    const chunk = Buffer.alloc(1 << 16, '#1~');
    for (let i = 0; i < 128; i++) {
      output.take(chunk, 'out');
      if (i % 16 === 0) await new Promise((resolve) => setImmediate(resolve));
    }
    const { heapUsed, external } = process.memoryUsage();
    assert.ok(heapUsed + external - before.heapUsed - before.external < 100e6);
    await output.end();
    assert.ok(output.finish().output.startsWith('2\n'));
  }
});
