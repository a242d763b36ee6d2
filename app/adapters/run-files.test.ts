import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statfsSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { test } from 'node:test';
import { child, linux, otherFolder, runChild, tmpfsFolder } from './run-files.testkit.ts';
import { TmpfsRunFiles, usualPlaces } from './run-files.ts';
import { fault } from './vault.testkit.ts';

const value = Buffer.from('the value of a secret');

test('P11: files lie on tmpfs, 0600 in folders of 0700, and hold the bytes', linux, async (t) => {
  const place = tmpfsFolder(t);
  const files = [
    { name: 'kubeconfig', bytes: Buffer.from([0, 255, 10, 13, 10]) },
    { name: 'kubeconfig', bytes: value },
  ];
  await new TmpfsRunFiles([place]).withFiles(files, async (paths) => {
    assert.equal(new Set(paths).size, 2);
    for (const [i, path] of paths.entries()) {
      assert.equal(basename(path), 'kubeconfig');
      assert.equal(lstatSync(path).mode & 0o7777, 0o600);
      assert.equal(lstatSync(dirname(path)).mode & 0o7777, 0o700);
      assert.equal(statfsSync(path).type, 0x0102_1994);
      assert.deepEqual(readFileSync(path), files[i]?.bytes);
    }
  });
  assert.deepEqual(readdirSync(place), []);
  assert.equal(value.toString(), 'the value of a secret', 'the bytes are the caller’s to wipe');
});

test('the usual places of this computer hold a file', linux, async () => {
  const runFiles = new TmpfsRunFiles(usualPlaces(process.env.XDG_RUNTIME_DIR));
  const path = await runFiles.withFiles([{ name: 'a', bytes: value }], async ([path = '']) => {
    assert.ok(existsSync(path));
    return path;
  });
  assert.equal(existsSync(dirname(path)), false);
});

test('files are gone after a throw and after an abort, and what was thrown comes through', linux, async (t) => {
  const place = tmpfsFolder(t);
  const runFiles = new TmpfsRunFiles([place]);
  const stop = new AbortController();
  const thrown = new Error('the command failed');
  const failing = runFiles.withFiles([{ name: 'a', bytes: value }], async () => {
    throw thrown;
  });
  await assert.rejects(failing, thrown);
  const aborted = runFiles.withFiles([{ name: 'a', bytes: value }], async () => {
    stop.abort(thrown);
    stop.signal.throwIfAborted();
  });
  await assert.rejects(aborted, thrown);
  assert.deepEqual(readdirSync(place), []);
});

test('a copy that the command linked or moved away is zeros afterwards', linux, async (t) => {
  const place = tmpfsFolder(t);
  const [linked, moved] = [join(place, 'linked'), join(place, 'moved')];
  const files = ['a', 'b'].map((name) => ({ name, bytes: value }));
  await new TmpfsRunFiles([place]).withFiles(files, async ([a = '', b = '']) => {
    linkSync(a, linked);
    renameSync(b, moved);
  });
  assert.deepEqual(readdirSync(place).toSorted(), ['linked', 'moved']);
  for (const path of [linked, moved]) assert.deepEqual(readFileSync(path), Buffer.alloc(value.length));
});

test('what the command leaves beside its file goes with it, and links there are not followed', linux, async (t) => {
  const place = tmpfsFolder(t);
  const outside = otherFolder(t);
  writeFileSync(join(outside, 'kept'), 'kept');
  await new TmpfsRunFiles([place]).withFiles([{ name: 'config', bytes: value }], async ([path = '']) => {
    writeFileSync(`${path}.lock`, '');
    mkdirSync(`${path}.d/deep`, { recursive: true });
    symlinkSync(outside, `${path}.link`);
    rmSync(path);
    symlinkSync(join(outside, 'kept'), path);
  });
  assert.deepEqual(readdirSync(place), []);
  assert.equal(readFileSync(join(outside, 'kept'), 'utf8'), 'kept');
});

test(
  'a link put in the place of the folder leads the removal nowhere, and the bytes are overwritten',
  linux,
  async (t) => {
    const place = tmpfsFolder(t);
    const outside = otherFolder(t);
    writeFileSync(join(outside, 'key'), 'kept');
    const away = join(place, 'away');
    await new TmpfsRunFiles([place]).withFiles([{ name: 'key', bytes: value }], async ([path = '']) => {
      renameSync(dirname(path), away);
      symlinkSync(outside, dirname(path));
    });
    assert.equal(readFileSync(join(outside, 'key'), 'utf8'), 'kept');
    assert.deepEqual(readFileSync(join(away, 'key')), Buffer.alloc(value.length));
    assert.deepEqual(readdirSync(place), ['away']);
  },
);

test('P11: a place that is a link, lies on a disk, or that others can change is passed over', linux, async (t) => {
  const good = tmpfsFolder(t);
  const disk = otherFolder(t);
  const link = join(disk, 'link');
  symlinkSync(good, link);
  const open = join(good, 'open');
  mkdirSync(open);
  chmodSync(open, 0o777);
  const bad = [link, open, join(good, 'missing'), '/dev/null', '/proc', ...(onTmpfs(disk) ? [] : [disk])];
  if (process.getuid?.() === 0) {
    const foreign = join(good, 'foreign');
    mkdirSync(foreign, { mode: 0o700 });
    chownSync(foreign, 65_534, 65_534);
    bad.push(foreign);
  }
  const never = async () => assert.fail('it has no file to use');
  for (const place of bad) {
    await assert.rejects(
      new TmpfsRunFiles([place]).withFiles([{ name: 'a', bytes: value }], never),
      fault('file_no_tmpfs'),
    );
  }
  const path = await new TmpfsRunFiles([...bad, good]).withFiles([{ name: 'a', bytes: value }], async ([path]) => path);
  assert.equal(dirname(dirname(path ?? '')), good);
});

function onTmpfs(path: string): boolean {
  return statfsSync(path).type === 0x0102_1994;
}

test('P11: where there is no tmpfs nothing is written and nothing is run', async () => {
  const never = async () => assert.fail('it has no file to use');
  await assert.rejects(new TmpfsRunFiles([]).withFiles([{ name: 'a', bytes: value }], never), fault('file_no_tmpfs'));
});

test(
  'a name that could leave the folder, hide or be taken for an option is refused before anything is written',
  linux,
  async (t) => {
    const place = tmpfsFolder(t);
    const never = async () => assert.fail('it has no file to use');
    for (const name of ['', '.', '..', '.ssh', '-rf', 'a/b', '../a', 'a\0', 'a b', 'a\n', 'ä', 'x'.repeat(101)]) {
      const held = new TmpfsRunFiles([place]).withFiles(
        ['first', name].map((each) => ({ name: each, bytes: value })),
        never,
      );
      await assert.rejects(held, fault('internal'), JSON.stringify(name));
    }
    assert.deepEqual(readdirSync(place), []);
  },
);

test('an armoured key gets the line ends that ssh wants, and ssh-keygen reads it', linux, async (t) => {
  const place = tmpfsFolder(t);
  execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', 'test', '-f', join(place, 'made')]);
  const key = readFileSync(join(place, 'made'), 'latin1');
  const expected = readFileSync(join(place, 'made.pub'), 'utf8').trim();
  const pasted = [key.trimEnd(), key.replaceAll('\n', '\r\n'), `${key}\n\n`, key.trimEnd().replaceAll('\n', '\r\n')];
  for (const text of pasted) {
    const bytes = Buffer.from(text);
    await new TmpfsRunFiles([place]).withFiles([{ name: 'id_ed25519', bytes }], async ([path = '']) => {
      assert.equal(readFileSync(path, 'latin1'), key);
      assert.equal(execFileSync('ssh-keygen', ['-y', '-f', path], { encoding: 'utf8' }).trim(), expected);
    });
  }
});

test('what is no armoured key is written byte for byte', linux, async (t) => {
  const runFiles = new TmpfsRunFiles([tmpfsFolder(t)]);
  const texts = [
    '{"a":1}\r\n',
    'a\r\n-----BEGIN X-----\r\n-----END X-----',
    '-----BEGIN X-----\r\nand more\r\n',
    '',
    '-----',
  ];
  for (const text of texts) {
    const bytes = Buffer.from(text);
    const written = await runFiles.withFiles([{ name: 'a', bytes }], async ([path = '']) => readFileSync(path));
    assert.deepEqual(written, bytes);
  }
});

test('it works as an ordinary account whose process cannot be dumped, as the app runs', linux, (t) => {
  const place = tmpfsFolder(t);
  chmodSync(place, 0o1777);
  const [path = '', end] = runChild('once', place, 'nobody');
  assert.equal(end, 'ok');
  assert.equal(dirname(dirname(path)), place);
  assert.deepEqual(readdirSync(place), []);
});

test('no room in memory is told, and what was written of the file is removed', linux, async (t) => {
  const place = tmpfsFolder(t);
  const script = `mount -t tmpfs -o size=64k small "$1" && "$2" "$3" once "$1" && ls -A "$1"`;
  try {
    execFileSync('unshare', ['-rm', 'mount', '-t', 'tmpfs', 'small', place], { stdio: 'ignore' });
  } catch {
    return t.skip('this account may not mount a small tmpfs');
  }
  const lines = execFileSync('unshare', ['-rm', 'sh', '-c', script, 'sh', place, process.execPath, child], {
    encoding: 'utf8',
  });
  assert.equal(lines, 'file_no_room\n');
});
