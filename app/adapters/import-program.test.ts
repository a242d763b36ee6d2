// The programs that an import asks: found on the PATH, bounded in time and output, and gone when they are told to be.
import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { type ImportProgram, runImportProgram } from './import-program.ts';
import { refusal } from './imports.testkit.ts';
import { readProcess } from './process-table.ts';

const posixOnly = { skip: process.platform === 'win32', timeout: 60_000 };

function programFor(t: TestContext, script: string): { readonly folder: string; readonly program: ImportProgram } {
  const folder = mkdtempSync(join(tmpdir(), 'p-program-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  writeFileSync(join(folder, 'keeper'), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  const environment = { PATH: `${folder}:${process.env.PATH}`, HOME: folder, SECRET_OF_THE_APP: 'x', LD_PRELOAD: '' };
  return {
    folder,
    program: { name: 'keeper', args: ['$(id)', 'a b'], environment, timeoutMs: 30_000, maxBytes: 10_000 },
  };
}

test(
  'runs without a shell, with a small environment, and hands over input, output and exit code',
  posixOnly,
  async (t) => {
    const { program } = programFor(
      t,
      'printf "%s|" "$@"; cat; printf "|${SECRET_OF_THE_APP-unset}"; echo no >&2; exit 3',
    );
    const end = await runImportProgram({ ...program, input: Buffer.from('typed') });
    assert.deepEqual([end.exitCode, end.output.toString(), end.complaint], [3, '$(id)|a b|typed|unset', 'no\n']);
  },
);

test(
  'one that takes too long, prints too much or is cancelled is ended with all that it started',
  posixOnly,
  async (t) => {
    const asked = new AbortController();
    const cases = [
      ['import_tool_slow', { timeoutMs: 1000 }],
      ['import_tool_output', { maxBytes: 5 }],
      ['import_cancelled', { signal: asked.signal }],
    ] as const;
    for (const [code, change] of cases) {
      const script = 'sleep 600 & echo $! > "$HOME/child"; sleep 0.3; echo more than five; wait';
      const { folder, program } = programFor(t, script);
      const outcome = assert.rejects(runImportProgram({ ...program, ...change }), refusal(code));
      const child = await numberIn(join(folder, 'child'));
      if (code === 'import_cancelled') asked.abort();
      await outcome;
      assert.notEqual(readProcess(child)?.ended, false, `${code}: what it started is still there`);
    }
  },
);

test(
  'one that is cancelled before it began does not begin; one that reads no input is no fault',
  posixOnly,
  async (t) => {
    const { folder, program } = programFor(t, 'touch "$HOME/ran"');
    await assert.rejects(runImportProgram({ ...program, signal: AbortSignal.abort() }), refusal('import_cancelled'));
    assert.throws(() => readFileSync(join(folder, 'ran')));
    const end = await runImportProgram({ ...program, input: Buffer.alloc(1_000_000, 'x') });
    assert.deepEqual([end.exitCode, end.output.length], [0, 0]);
  },
);

/** Waits until the file is there and whole. */
async function numberIn(file: string): Promise<number> {
  for (;;) {
    const text = existsSync(file) ? readFileSync(file, 'utf8') : '';
    if (text.endsWith('\n')) return Number(text);
    await wait(5);
  }
}
