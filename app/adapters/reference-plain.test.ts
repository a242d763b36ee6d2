// env:, file: and cmd: references, and what holds for every program that is asked.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { Reference } from '../contract/reference.ts';
import { sha256Hex } from '../core/crypto/digest.ts';
import { leftOf, uniqueSeconds } from './command-run.testkit.ts';
import { program, resolveNow, resolverFor, systemPath, temporaryFolder } from './reference.testkit.ts';
import { readSmallFile } from './reference-file.ts';
import { fault } from './vault.testkit.ts';

const never = new AbortController().signal;

test('a variable of the login shell is read when it is needed, and the frozen action names it', async () => {
  const env = { TOKEN: 'one', EMPTY: '', LINES: 'a\nb\n\n' };
  const frozen = await resolverFor(env).freeze(Reference.parse('env:TOKEN'));
  assert.deepEqual(frozen, { text: 'env:TOKEN', program: 'TOKEN', sha256: null });
  assert.equal((await resolveNow('env:TOKEN', { env })).toString(), 'one');
  assert.equal((await resolveNow('env:LINES', { env })).toString(), 'a\nb\n', 'one newline is left out');
  for (const name of ['EMPTY', 'MISSING', 'constructor', '__proto__']) {
    await assert.rejects(resolveNow(`env:${name}`, { env }), fault('reference_not_found'));
  }
});

test('a file is read whole: text without its last newline, bytes as they are', async (t) => {
  const folder = temporaryFolder(t);
  const path = join(folder, 'key file');
  writeFileSync(path, 'line\r\nläst\r\n');
  assert.equal((await resolveNow(`file:${path}`)).toString(), 'line\r\nläst');
  assert.equal((await resolveNow(`file:${path}`, { wanted: 'bytes' })).toString(), 'line\r\nläst\r\n');
  const binary = Buffer.from([0, 255, 10]);
  writeFileSync(path, binary);
  assert.deepEqual(await resolveNow(`file:${path}`, { wanted: 'bytes' }), binary);
  for (const bytes of [binary, Buffer.from('a\0b'), Buffer.from([0xc3, 0x28])]) {
    writeFileSync(path, bytes);
    await assert.rejects(resolveNow(`file:${path}`), fault('reference_not_text'));
  }
});

test('what is no regular file, is missing, empty or too large is told apart and never waited for', async (t) => {
  const folder = temporaryFolder(t);
  execFileSync('mkfifo', [join(folder, 'fifo')]);
  writeFileSync(join(folder, 'empty'), '');
  writeFileSync(join(folder, 'newline'), '\n');
  for (const name of ['fifo', 'empty', 'newline', 'missing', '.', 'empty/x']) {
    await assert.rejects(resolveNow(`file:${folder}/${name}`), fault('reference_not_found'), name);
  }
  await assert.rejects(resolveNow('file:/dev/zero'), fault('reference_not_found'));
  const large = join(folder, 'large');
  writeFileSync(large, Buffer.alloc(1_048_576, 'a'));
  assert.equal((await resolveNow(`file:${large}`)).length, 1_048_576);
  truncateSync(large, 1_048_577);
  await assert.rejects(resolveNow(`file:${large}`, { wanted: 'bytes' }), fault('reference_too_large'));
});

test('what takes the place of a file in the last instant is not waited for, and a link is not followed', async (t) => {
  const folder = temporaryFolder(t);
  const [fifo, link] = [join(folder, 'fifo'), join(folder, 'link')];
  execFileSync('mkfifo', [fifo]);
  symlinkSync('/etc/hostname', link);
  await assert.rejects(readSmallFile(fifo, 100), fault('reference_not_found'));
  await assert.rejects(readSmallFile(link, 100), fault('reference_failed'));
});

test('P10: a file that leads elsewhere than when it was approved is not read', async (t) => {
  const folder = temporaryFolder(t);
  for (const name of ['one', 'two']) writeFileSync(join(folder, name), name);
  symlinkSync('one', join(folder, 'link'));
  const resolver = resolverFor();
  const frozen = await resolver.freeze(Reference.parse(`file:${folder}/link`));
  assert.equal(frozen.program, join(folder, 'one'));
  assert.equal((await resolver.resolve(frozen, never, 'text')).toString(), 'one');
  execFileSync('ln', ['-sfn', 'two', join(folder, 'link')]);
  await assert.rejects(resolver.resolve(frozen, never, 'text'), fault('action_changed'));
});

test('a command is named by its real path and hash before it is approved, and is not run then', async (t) => {
  const folder = temporaryFolder(t);
  const path = program(folder, 'get', `touch ${folder}/ran; echo value`);
  mkdirSync(join(folder, 'bin'));
  symlinkSync('../get', join(folder, 'bin', 'get'));
  const env = { PATH: `${folder}/bin:${systemPath}` };
  const frozen = await resolverFor(env).freeze(Reference.parse('cmd:get x'));
  assert.deepEqual(frozen, { text: 'cmd:get x', program: path, sha256: sha256Hex(readFileSync(path)) });
  assert.equal(existsSync(join(folder, 'ran')), false);
  assert.equal((await resolverFor(env).resolve(frozen, never, 'text')).toString(), 'value');
  assert.equal(existsSync(join(folder, 'ran')), true);
});

test('P10: a changed, moved or shadowed program is not run', async (t) => {
  const folder = temporaryFolder(t);
  const [first, second] = ['first', 'second'].map((name) => join(folder, name));
  for (const place of [first, second]) mkdirSync(place ?? '');
  program(second ?? '', 'get', 'echo value');
  const env = { PATH: `${first}:${second}:${systemPath}` };
  const frozen = await resolverFor(env).freeze(Reference.parse('cmd:get'));
  program(first ?? '', 'get', 'echo value');
  await assert.rejects(resolverFor(env).resolve(frozen, never, 'text'), fault('action_changed'), 'shadowed');
  chmodSync(join(first ?? '', 'get'), 0o644);
  assert.equal((await resolverFor(env).resolve(frozen, never, 'text')).toString(), 'value');
  program(second ?? '', 'get', `touch ${folder}/ran; echo other`);
  await assert.rejects(resolverFor(env).resolve(frozen, never, 'text'), fault('action_changed'), 'changed');
  assert.equal(existsSync(join(folder, 'ran')), false);
});

test('a program that is not on the PATH is told as missing, before anything is approved', async () => {
  const resolver = resolverFor();
  for (const text of ['cmd:no-such-program-here', 'cmd:/no/such/program', 'cmd:/etc/passwd']) {
    await assert.rejects(resolver.freeze(Reference.parse(text)), fault('reference_tool_missing'), text);
  }
});

test('a command gets its words without a shell, an environment of its own, no input and no descriptor of ours', async (t) => {
  const folder = temporaryFolder(t);
  const env = { PATH: `${folder}:${systemPath}`, GITHUB_TOKEN: 'not for it', HOME: folder };
  program(folder, 'args', 'for w; do printf "[%s]" "$w"; done');
  assert.equal((await resolveNow("cmd:args '$HOME' a\\;b \"c d\" ''", { env })).toString(), '[$HOME][a;b][c d][]');
  program(folder, 'state', 'env | cut -d= -f1 | sort; cat; pwd; ls /proc/self/fd | wc -l');
  const state = (await resolveNow('cmd:state', { env })).toString().split('\n');
  const names = state.slice(0, -2).filter((name) => !['_', 'OLDPWD', 'SHLVL'].includes(name));
  assert.deepEqual(names, ['HOME', 'LC_ALL', 'NO_COLOR', 'PATH', 'PWD', 'TERM']);
  assert.deepEqual(state.slice(-2), ['/', '4'], 'three, and the listing’s own');
});

test('a command that fails or prints nothing gives no value, and its words go nowhere', async (t) => {
  const env = { PATH: `${temporaryFolder(t)}:${systemPath}` };
  const folder = env.PATH.split(':')[0] ?? '';
  program(folder, 'fails', 'echo half-a-value; echo the-value-in-an-error >&2; exit 3');
  program(folder, 'dies', 'echo half-a-value; kill -9 $$');
  program(folder, 'silent', 'echo only-an-error >&2');
  writeFileSync(join(folder, 'broken'), '#!/no/such/interpreter\n', { mode: 0o755 });
  for (const name of ['fails', 'dies', 'broken']) {
    await assert.rejects(resolveNow(`cmd:${name}`, { env }), (thrown) => {
      assert.ok(thrown instanceof Error && !`${thrown.stack} ${String(thrown.cause)}`.includes('value-in'));
      return fault('reference_failed')(thrown);
    });
  }
  await assert.rejects(resolveNow('cmd:silent', { env }), fault('reference_not_found'));
});

test('a value of 1 MiB comes through, binary or text, and a larger one ends the command', async (t) => {
  const folder = temporaryFolder(t);
  const env = { PATH: `${folder}:${systemPath}` };
  program(folder, 'much', 'head -c "$1" /dev/zero | tr "\\0" a');
  assert.equal((await resolveNow('cmd:much 1048576', { env })).length, 1_048_576);
  await assert.rejects(resolveNow('cmd:much 1048577', { env }), fault('reference_too_large'));
  assert.equal((await resolveNow('cmd:head -c 100 /dev/zero', { env, wanted: 'bytes' })).length, 100);
});

describe('what does not end', { concurrency: 6 }, () => {
  test('a command that prints for ever is ended', async () => {
    await assert.rejects(resolveNow('cmd:yes reference-without-end'), fault('reference_too_large'));
    assert.deepEqual(leftOf('reference-without-end'), []);
  });

  test('a command that complains for ever is read on, and ended by its time', async (t) => {
    const folder = temporaryFolder(t);
    const path = program(folder, 'complains', 'exec yes reference-complaint >&2');
    await assert.rejects(resolveNow(`cmd:${path}`, { timeoutMs: 300 }), fault('reference_timeout'));
    assert.deepEqual(leftOf('reference-complaint'), []);
  });

  test('a command that hangs and ignores SIGTERM is gone by the time it is told, with all it started', async (t) => {
    const seconds = uniqueSeconds();
    const hung = `trap "" TERM; (setsid sleep ${seconds} &); while :; do sleep ${seconds}; done`;
    const path = program(temporaryFolder(t), 'hangs', hung);
    await assert.rejects(resolveNow(`cmd:${path}`, { timeoutMs: 300 }), fault('reference_timeout'));
    assert.deepEqual(leftOf(seconds), []);
  });

  test('an abort ends the whole group', async (t) => {
    const seconds = uniqueSeconds();
    const folder = temporaryFolder(t);
    const path = program(folder, 'waits', `sleep ${seconds} & touch ${folder}/started; wait`);
    const stop = new AbortController();
    const resolving = assert.rejects(resolveNow(`cmd:${path}`, { signal: stop.signal }), fault('reference_failed'));
    while (!existsSync(join(folder, 'started'))) await new Promise((resolve) => setTimeout(resolve, 5));
    assert.equal(leftOf(seconds).length, 1);
    stop.abort();
    await resolving;
    assert.deepEqual(leftOf(seconds), []);
  });

  test('after an abort nothing is started', async (t) => {
    const folder = temporaryFolder(t);
    const path = program(folder, 'runs', `touch ${folder}/ran; echo value`);
    await assert.rejects(resolveNow(`cmd:${path}`, { signal: AbortSignal.abort() }), fault('reference_failed'));
    assert.equal(existsSync(join(folder, 'ran')), false);
  });

  test('a command that leaves an agent behind with its output open is not waited for, and the agent is let be', async (t) => {
    const seconds = uniqueSeconds();
    const folder = temporaryFolder(t);
    const agent = `setsid sh -c 'touch ${folder}/started; exec sleep ${seconds}'`;
    const awaited = `until [ -e ${folder}/started ]; do sleep 0.01; done`;
    const path = program(folder, 'daemon', `${agent} & ${awaited}; echo value`);
    t.after(() =>
      execFileSync('/bin/sh', ['-c', `kill $(ps -A -o pid=,args= | awk '/[s]leep ${seconds}/ {print $1}')`]),
    );
    assert.equal((await resolveNow(`cmd:${path}`)).toString(), 'value');
    assert.equal(leftOf(seconds).length, 1);
  });
});
