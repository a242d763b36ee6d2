import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import {
  appendFileSync,
  chmodSync,
  chownSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  rmSync,
  symlinkSync,
  truncateSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { test } from 'node:test';
import type { ScanRoot, SkipReason } from '../contract/health.ts';
import { offeredRoots } from './exposure-roots.ts';
import { ExposureWalk, largestFile } from './exposure-walk.ts';

const never = new AbortController().signal;

function tempFolder(t: TestContext): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'walk-')));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

const whole = (path: string): readonly ScanRoot[] => [{ kind: 'folder', path }];

/** What a walk found: the text of each file, and the reasons for what it passed. */
async function walked(roots: readonly ScanRoot[], walk = new ExposureWalk(), signal = never) {
  const files = new Map<string, string>();
  const skipped: SkipReason[] = [];
  for await (const step of walk.walk(roots, signal)) {
    if (step.kind === 'file') files.set(step.path, Buffer.from(step.bytes).toString());
    else skipped.push(step.why);
  }
  return { files, skipped: skipped.sort() };
}

test('every file under a folder is read whole, hidden ones too', async (t) => {
  const folder = tempFolder(t);
  mkdirSync(join(folder, 'a', '.b', 'c'), { recursive: true });
  const large = 'x'.repeat(3_000_001);
  writeFileSync(join(folder, 'a', '.b', 'c', 'deep'), 'deep');
  writeFileSync(join(folder, '.env'), 'env');
  writeFileSync(join(folder, 'empty'), '');
  writeFileSync(join(folder, 'a', 'large'), large);
  const { files, skipped } = await walked(whole(folder));
  assert.deepEqual(
    [...files].sort(),
    [
      [join(folder, '.env'), 'env'],
      [join(folder, 'a', '.b', 'c', 'deep'), 'deep'],
      [join(folder, 'a', 'large'), large],
      [join(folder, 'empty'), ''],
    ].sort(),
  );
  assert.deepEqual(skipped, []);
});

test('links are counted and never followed: loops, links out of the root, links to nothing', async (t) => {
  const folder = tempFolder(t);
  const outside = tempFolder(t);
  writeFileSync(join(outside, 'secret'), 'outside');
  symlinkSync('.', join(folder, 'loop'));
  symlinkSync(outside, join(folder, 'out'));
  symlinkSync(join(outside, 'secret'), join(folder, 'file'));
  symlinkSync('missing', join(folder, 'broken'));
  writeFileSync(join(folder, 'own'), 'own');
  const { files, skipped } = await walked(whole(folder));
  assert.deepEqual([...files.values()], ['own']);
  assert.deepEqual(skipped, ['link', 'link', 'link', 'link']);
});

test('a root that is itself a link is the place it points at', async (t) => {
  const folder = tempFolder(t);
  mkdirSync(join(folder, 'real'));
  writeFileSync(join(folder, 'real', 'one'), 'one');
  symlinkSync('real', join(folder, 'link'));
  const { files } = await walked(whole(join(folder, 'link')));
  assert.deepEqual([...files], [[join(folder, 'real', 'one'), 'one']]);
});

test('a FIFO, a socket and a device are passed without waiting', async (t) => {
  const folder = tempFolder(t);
  execFileSync('mkfifo', [join(folder, 'fifo')]);
  assert.deepEqual(await walked(whole(folder)), { files: new Map(), skipped: ['special'] });
  for (const path of [join(folder, 'fifo'), '/dev/zero']) {
    assert.deepEqual(await walked([{ kind: 'file', path }]), { files: new Map(), skipped: ['special'] });
  }
});

test('a file over 16 MiB is passed by its size, however little of it is on the disk', async (t) => {
  const folder = tempFolder(t);
  writeFileSync(join(folder, 'sparse'), '');
  truncateSync(join(folder, 'sparse'), 2 ** 40);
  writeFileSync(join(folder, 'largest'), Buffer.alloc(largestFile, 'x'));
  writeFileSync(join(folder, 'larger'), Buffer.alloc(largestFile + 1, 'x'));
  const { files, skipped } = await walked(whole(folder));
  assert.deepEqual([...files.keys()], [join(folder, 'largest')]);
  assert.equal(files.get(join(folder, 'largest'))?.length, largestFile);
  assert.deepEqual(skipped, ['large', 'large']);
});

test('a file with a NUL in its first 8 KiB is binary, and one with a later NUL is not', async (t) => {
  const folder = tempFolder(t);
  writeFileSync(join(folder, 'early'), `${'x'.repeat(8191)}\0`);
  writeFileSync(join(folder, 'later'), `${'x'.repeat(8192)}\0`);
  const { files, skipped } = await walked(whole(folder));
  assert.deepEqual([...files.keys()], [join(folder, 'later')]);
  assert.deepEqual(skipped, ['binary']);
});

test('a file that a shell of Windows wrote as UTF-16 is read as text', async (t) => {
  const folder = tempFolder(t);
  writeFileSync(join(folder, 'utf16'), Buffer.from('\ufeffтокен=1\r\n', 'utf16le'));
  assert.deepEqual([...(await walked(whole(folder))).files.values()], ['токен=1\r\n']);
});

test('what tools fetch and what Git packs is passed, and the rest of a repository is not', async (t) => {
  const folder = tempFolder(t);
  for (const path of ['node_modules/x', '.git/objects/ab', '.git/lfs', '.git/logs', 'src/objects']) {
    mkdirSync(join(folder, path), { recursive: true });
    writeFileSync(join(folder, path, 'file'), path);
  }
  const { files, skipped } = await walked(whole(folder));
  assert.deepEqual([...files.values()].sort(), ['.git/logs', 'src/objects']);
  assert.deepEqual(skipped, ['generated', 'generated', 'generated']);
});

test('what may not be read is counted, and the walk goes on', async (t) => {
  const folder = tempFolder(t);
  mkdirSync(join(folder, 'closed'));
  writeFileSync(join(folder, 'closed', 'inside'), 'inside');
  writeFileSync(join(folder, 'unreadable'), 'unreadable');
  writeFileSync(join(folder, 'readable'), 'readable');
  chmodSync(join(folder, 'closed'), 0);
  chmodSync(join(folder, 'unreadable'), 0);
  await asNobody(folder, async () => {
    const { files, skipped } = await walked(whole(folder));
    assert.deepEqual([...files.values()], ['readable']);
    assert.deepEqual(skipped, ['unreadable', 'unreadable']);
  });
  chmodSync(join(folder, 'closed'), 0o700);
});

test('a file that vanishes, grows or becomes a link while its folder is read is met without a fault', async (t) => {
  const folder = tempFolder(t);
  const outside = tempFolder(t);
  writeFileSync(join(outside, 'secret'), 'outside');
  for (let i = 0; i < 9; i++) writeFileSync(join(folder, `${i}`), 'at first');
  const seen = new Map<string, string>();
  const skipped: SkipReason[] = [];
  for await (const step of new ExposureWalk().walk(whole(folder), never)) {
    if (step.kind === 'skipped') {
      skipped.push(step.why);
      continue;
    }
    seen.set(step.path, Buffer.from(step.bytes).toString());
    if (seen.size > 1) continue;
    // The names of all nine were read at once, and this is the first of them.
    const others = Array.from({ length: 9 }, (_, i) => join(folder, `${i}`)).filter((path) => path !== step.path);
    const [gone = '', link = '', fifo = '', longer = ''] = others;
    for (const path of [gone, link, fifo]) unlinkSync(path);
    symlinkSync(join(outside, 'secret'), link);
    execFileSync('mkfifo', [fifo]);
    appendFileSync(longer, ', and then more');
  }
  assert.equal(seen.size, 6);
  assert.deepEqual([...new Set(seen.values())].sort(), ['at first', 'at first, and then more']);
  assert.deepEqual(skipped.sort(), ['special', 'unreadable', 'unreadable']);
});

test('a file whose size says nothing is read to its end, and one that grew past the limit is passed', async (t) => {
  const folder = tempFolder(t);
  // The kernel says that this file is empty, and gives bytes for as long as they are asked for.
  const { files, skipped } = await walked([{ kind: 'file', path: '/proc/self/status' }]);
  assert.match(files.get(realpathSync('/proc/self/status')) ?? '', /^Name:/);
  assert.deepEqual(skipped, []);
  const path = join(folder, 'growing');
  writeFileSync(path, Buffer.alloc(largestFile, 'x'));
  const walking = walked(whole(folder));
  appendFileSync(path, 'y');
  assert.deepEqual((await walking).skipped, ['large']);
});

test('roots that overlap, and two names of one file, give each file once', async (t) => {
  const folder = tempFolder(t);
  mkdirSync(join(folder, 'a'));
  writeFileSync(join(folder, 'a', 'one'), 'one');
  linkSync(join(folder, 'a', 'one'), join(folder, 'two'));
  const roots: readonly ScanRoot[] = [
    ...whole(join(folder, 'a')),
    ...whole(folder),
    { kind: 'file', path: join(folder, 'two') },
  ];
  assert.deepEqual([...(await walked(roots)).files.values()], ['one']);
});

test('of the dotfiles of a folder only its own hidden files are read', async (t) => {
  const folder = tempFolder(t);
  mkdirSync(join(folder, '.config'));
  writeFileSync(join(folder, '.config', 'inside'), 'inside');
  writeFileSync(join(folder, '.bashrc'), 'rc');
  writeFileSync(join(folder, 'plain'), 'plain');
  assert.deepEqual([...(await walked([{ kind: 'dotfiles', path: folder }])).files.values()], ['rc']);
});

test('a root that does not exist is nothing', async (t) => {
  const missing = join(tempFolder(t), 'missing');
  const roots: readonly ScanRoot[] = [
    ...whole(missing),
    { kind: 'file', path: missing },
    { kind: 'dotfiles', path: missing },
  ];
  assert.deepEqual(await walked(roots), { files: new Map(), skipped: [] });
});

test('folders beyond the deepest and files beyond the most are counted', async (t) => {
  const folder = tempFolder(t);
  mkdirSync(join(folder, 'a', 'b', 'c'), { recursive: true });
  for (const path of ['1', 'a/2', 'a/b/3', 'a/b/c/4']) writeFileSync(join(folder, path), path);
  const shallow = await walked(whole(folder), new ExposureWalk({ files: 100, depth: 1 }));
  assert.deepEqual([...shallow.files.values()].sort(), ['1', 'a/2']);
  assert.deepEqual(shallow.skipped, ['deep']);
  const few = await walked(whole(folder), new ExposureWalk({ files: 2, depth: 9 }));
  assert.equal(few.files.size, 2);
  assert.deepEqual(few.skipped, ['many']);
});

test('a folder on another file system is passed', { skip: process.getuid?.() !== 0 }, async (t) => {
  const folder = tempFolder(t);
  mkdirSync(join(folder, 'mounted'));
  writeFileSync(join(folder, 'own'), 'own');
  try {
    execFileSync('mount', ['-t', 'tmpfs', 'none', join(folder, 'mounted')], { stdio: 'ignore' });
  } catch {
    return t.skip('this machine lets nobody mount');
  }
  try {
    writeFileSync(join(folder, 'mounted', 'far'), 'far');
    const { files, skipped } = await walked(whole(folder));
    assert.deepEqual([...files.values()], ['own']);
    assert.deepEqual(skipped, ['elsewhere']);
  } finally {
    execFileSync('umount', [join(folder, 'mounted')]);
  }
});

test('an aborted walk ends without a throw', async (t) => {
  const folder = tempFolder(t);
  for (let i = 0; i < 20; i++) writeFileSync(join(folder, `${i}`), 'x');
  const cancel = new AbortController();
  let files = 0;
  for await (const _ of new ExposureWalk().walk(whole(folder), cancel.signal)) {
    files++;
    if (files === 3) cancel.abort();
  }
  assert.equal(files, 3);
});

test('what was read is wiped at the end, also when nobody waits for it', async (t) => {
  const folder = tempFolder(t);
  writeFileSync(join(folder, 'one'), 'one');
  let read: ArrayBufferLike = new ArrayBuffer(0);
  for await (const step of new ExposureWalk().walk(whole(folder), never)) {
    assert.ok(step.kind === 'file');
    const { buffer } = step.bytes;
    assert.ok(Buffer.from(buffer).includes('one'));
    read = buffer;
    break;
  }
  assert.ok(!Buffer.from(read).includes('one'));
});

test('the places on offer are those that exist', async (t) => {
  const home = tempFolder(t);
  mkdirSync(join(home, '.claude', 'projects'), { recursive: true });
  mkdirSync(join(home, '.local', 'share', 'fish'), { recursive: true });
  writeFileSync(join(home, '.local', 'share', 'fish', 'fish_history'), '');
  mkdirSync(join(home, 'projects'));
  writeFileSync(join(home, '.codex'), 'a file, and no folder');
  assert.deepEqual(await offeredRoots(home), [
    { kind: 'dotfiles', path: home },
    { kind: 'folder', path: join(home, '.claude/projects') },
    { kind: 'file', path: join(home, '.local/share/fish/fish_history') },
    { kind: 'folder', path: join(home, 'projects') },
  ]);
});

/** Permissions do not hold root back, so as root the work is done as an account that owns nothing else. */
async function asNobody(folder: string, work: () => Promise<void>): Promise<void> {
  if (process.getuid?.() !== 0) return work();
  const nobody = 65_534;
  execFileSync('chown', ['-R', `${nobody}`, folder]);
  chownSync(folder, nobody, nobody);
  process.seteuid?.(nobody);
  try {
    await work();
  } finally {
    process.seteuid?.(0);
  }
}
