import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { test } from 'node:test';
import { readProcess } from './process-table.ts';
import { child, linux, otherFolder, tmpfsFolder } from './run-files.testkit.ts';
import { TmpfsRunFiles } from './run-files.ts';

test('after a kill the next start removes what was left, and nothing else', linux, async (t) => {
  const place = tmpfsFolder(t);
  const outside = otherFolder(t);
  writeFileSync(join(outside, 'kept'), 'kept');
  const holder = spawn(process.execPath, [child, 'hold', place], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [path] = await once(createInterface({ input: holder.stdout }), 'line');
  const runFiles = new TmpfsRunFiles([place, '/nowhere']);
  await runFiles.sweep();
  assert.equal(readFileSync(path, 'utf8'), 's'.repeat(20), 'its Postern is alive');
  const random = '0123456789abcdef0123456789abcdef';
  const own = readProcess(process.pid)?.startTime;
  const kept = [
    'postern-run-x',
    `postern-run-1-1-${random}x`,
    `other-1-1-${random}`,
    `postern-run-${process.pid}-${own}-${random}`,
  ];
  for (const name of kept) mkdirSync(join(place, name));
  writeFileSync(join(place, `postern-run-2-1-${random}`), 'a file of that name');
  symlinkSync(outside, join(place, `postern-run-3-1-${random}`));
  mkdirSync(join(place, `postern-run-${process.pid}-1-${random}`));
  holder.kill('SIGKILL');
  await once(holder, 'exit');
  assert.ok(existsSync(path), 'a kill leaves it');
  await runFiles.sweep();
  const left = [...kept, `postern-run-2-1-${random}`, `postern-run-3-1-${random}`];
  assert.deepEqual(readdirSync(place).toSorted(), left.toSorted());
  assert.equal(readFileSync(join(outside, 'kept'), 'utf8'), 'kept');
});

const root = { skip: process.getuid?.() === 0 ? false : 'only root can give a folder away' };

test("a sweep lets another account's folders be", root, async (t) => {
  const place = tmpfsFolder(t);
  const left = join(place, 'postern-run-2-1-0123456789abcdef0123456789abcdef');
  mkdirSync(left);
  chownSync(left, 65_534, 65_534);
  await new TmpfsRunFiles([place]).sweep();
  assert.ok(existsSync(left));
  chownSync(left, 0, 0);
  await new TmpfsRunFiles([place]).sweep();
  assert.equal(existsSync(left), false);
});
