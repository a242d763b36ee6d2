import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, chown, lstat, mkdir, readdir, symlink, writeFile } from 'node:fs/promises';
import type { Server } from 'node:net';
import { createServer } from 'node:net';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { test } from 'node:test';
import { BrokerError } from '../contract/fault.ts';
import { claimEndpoint, firstUsableEndpoint } from './endpoint.ts';
import { ownUid, RawPeer, tempFolder, until } from './socket.testkit.ts';

async function modeOf(path: string): Promise<string> {
  return ((await lstat(path)).mode & 0o777).toString(8);
}

function coded(code: string): (thrown: unknown) => boolean {
  return (thrown) => thrown instanceof BrokerError && thrown.code === code;
}

function newServer(t: TestContext): Server {
  const server = createServer((socket) => socket.end());
  t.after(() => (server.listening ? new Promise((resolve) => server.close(resolve)) : undefined));
  return server;
}

/** A socket whose process was killed with no chance to clean up. */
async function leaveStaleSocket(path: string): Promise<void> {
  const listen = 'require("net").createServer().listen(process.argv[1], () => console.log("up"))';
  const child = spawn(process.execPath, ['-e', listen, path], { stdio: ['ignore', 'pipe', 'inherit'] });
  await once(child.stdout, 'data');
  child.kill('SIGKILL');
  await once(child, 'exit');
  assert.ok((await lstat(path)).isSocket());
}

test('makes the folder 0700 and the socket 0600, and leaves neither lock nor socket behind', async (t) => {
  const path = join(await tempFolder(t), 'data', 'run', 'broker.sock');
  const server = newServer(t);
  await claimEndpoint(server, path, ownUid);
  assert.deepEqual([await modeOf(join(path, '..')), await modeOf(path)], ['700', '600']);
  await new Promise((resolve) => server.close(resolve));
  assert.deepEqual(await readdir(join(path, '..')), []);
});

test('replaces the socket of a broker that was killed', async (t) => {
  const path = join(await tempFolder(t), 'broker.sock');
  await leaveStaleSocket(path);
  await claimEndpoint(newServer(t), path, ownUid);
  const peer = new RawPeer(path);
  await until('an answer', () => peer.closed);
  assert.deepEqual(await readdir(join(path, '..')), ['broker.sock']);
});

test('refuses a socket that answers, and leaves it answering', async (t) => {
  const path = join(await tempFolder(t), 'broker.sock');
  const first = newServer(t);
  await claimEndpoint(first, path, ownUid);
  await assert.rejects(claimEndpoint(newServer(t), path, ownUid), coded('endpoint_busy'));
  const [[socket]] = await Promise.all([once(first, 'connection'), new RawPeer(path)]);
  assert.ok(socket);
});

test('of two brokers that start over the same stale socket, exactly one gets it', async (t) => {
  const path = join(await tempFolder(t), 'broker.sock');
  await leaveStaleSocket(path);
  const claims = await Promise.allSettled([1, 2].map(() => claimEndpoint(newServer(t), path, ownUid)));
  assert.deepEqual(claims.map(({ status }) => status).toSorted(), ['fulfilled', 'rejected']);
  assert.ok(claims.every((claim) => claim.status === 'fulfilled' || coded('endpoint_busy')(claim.reason)));
});

test('refuses a folder that is a link', async (t) => {
  const folder = await tempFolder(t);
  await mkdir(join(folder, 'elsewhere'), { mode: 0o700 });
  await symlink(join(folder, 'elsewhere'), join(folder, 'run'));
  await assert.rejects(
    claimEndpoint(newServer(t), join(folder, 'run', 'broker.sock'), ownUid),
    coded('endpoint_unsafe'),
  );
  assert.deepEqual(await readdir(join(folder, 'elsewhere')), []);
});

test('repairs an own folder that others could enter', async (t) => {
  const folder = join(await tempFolder(t), 'run');
  await mkdir(folder);
  await chmod(folder, 0o777);
  await claimEndpoint(newServer(t), join(folder, 'broker.sock'), ownUid);
  assert.equal(await modeOf(folder), '700');
});

test('refuses a folder inside one that others may write, unless it is sticky', async (t) => {
  const folder = await tempFolder(t);
  const path = join(folder, 'run', 'broker.sock');
  await chmod(folder, 0o777);
  await assert.rejects(claimEndpoint(newServer(t), path, ownUid), coded('endpoint_unsafe'));
  await chmod(folder, 0o1777);
  await claimEndpoint(newServer(t), path, ownUid);
});

test("refuses another account's folder", async (t) => {
  const path = join(await tempFolder(t), 'run', 'broker.sock');
  await assert.rejects(claimEndpoint(newServer(t), path, ownUid + 1), coded('endpoint_unsafe'));
});

test("refuses another account's socket, even a stale one", {
  skip: ownUid !== 0 && 'only root can make one',
}, async (t) => {
  const path = join(await tempFolder(t), 'broker.sock');
  await leaveStaleSocket(path);
  await chown(path, 12_345, 12_345);
  await assert.rejects(claimEndpoint(newServer(t), path, ownUid), coded('endpoint_unsafe'));
  assert.equal((await lstat(path)).uid, 12_345);
});

test('refuses a file or a link where the socket should be, and deletes neither', async (t) => {
  const folder = await tempFolder(t);
  await writeFile(join(folder, 'file.sock'), 'kept');
  await symlink('file.sock', join(folder, 'link.sock'));
  for (const name of ['file.sock', 'link.sock']) {
    await assert.rejects(claimEndpoint(newServer(t), join(folder, name), ownUid), coded('endpoint_unsafe'));
  }
  assert.deepEqual((await readdir(folder)).toSorted(), ['file.sock', 'link.sock']);
});

test('refuses a path that is longer than the kernel takes, before it makes a folder', async (t) => {
  const folder = await tempFolder(t);
  const path = join(folder, 'x'.repeat(108 - folder.length), 'broker.sock');
  await assert.rejects(claimEndpoint(newServer(t), path, ownUid), coded('endpoint_too_long'));
  assert.deepEqual(await readdir(folder), []);
});

test('takes the first place whose surrounding folder exists, otherwise the last', async (t) => {
  const folder = await tempFolder(t);
  const gone = join(folder, 'gone', 'postern', 'broker.sock');
  const last = join(folder, 'data', 'postern', 'run', 'broker.sock');
  assert.equal(
    await firstUsableEndpoint([join(folder, 'postern', 'broker.sock'), last]),
    join(folder, 'postern', 'broker.sock'),
  );
  assert.equal(await firstUsableEndpoint([gone, last]), last);
});
