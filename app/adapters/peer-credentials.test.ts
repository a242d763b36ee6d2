import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { peerOf } from './peer-credentials.ts';

test('the kernel tells the process and the account at the other end of a Unix socket', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'peer-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const path = join(folder, 'socket');
  const server = createServer().listen(path);
  t.after(() => server.close());
  await once(server, 'listening');
  const script = `require('node:net').connect(${JSON.stringify(path)})`;
  const child = spawn(process.execPath, ['-e', script], { stdio: 'ignore' });
  t.after(() => child.kill());
  const [socket] = await once(server, 'connection');
  t.after(() => socket.destroy());
  assert.deepEqual(peerOf(socket), { pid: child.pid, uid: process.getuid?.(), gid: process.getgid?.() });
});

test('a socket that is not connected, or is closed, has no peer', async (t) => {
  assert.equal(peerOf(new Socket()), null);
  const folder = mkdtempSync(join(tmpdir(), 'peer-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const server = createServer().listen(join(folder, 'socket'));
  t.after(() => server.close());
  await once(server, 'listening');
  const client = new Socket().connect(join(folder, 'socket'));
  const [socket] = await once(server, 'connection');
  socket.destroy();
  client.destroy();
  await once(socket, 'close');
  assert.equal(peerOf(socket), null);
});
