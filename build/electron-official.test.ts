import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { createServer, type RequestListener } from 'node:http';
import { dirname, join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { crc32 } from 'node:zlib';
import {
  downloadElectron,
  type ElectronSource,
  electronProgram,
  presentElectron,
  reasonOf,
} from './electron-official.ts';
import { testFolder } from './test-folder.ts';

const VERSION = '99.1.2';

/** A zip with stored files, enough to stand for a release. */
function zipOf(files: Readonly<Record<string, string>>): Buffer {
  const locals: Buffer[] = [];
  const central: Buffer[] = [];
  let offset = 0;
  for (const [name, text] of Object.entries(files)) {
    const fixed = Buffer.alloc(26);
    fixed.writeUInt16LE(20, 0);
    fixed.writeUInt32LE(crc32(text), 10);
    fixed.writeUInt32LE(text.length, 14);
    fixed.writeUInt32LE(text.length, 18);
    fixed.writeUInt16LE(name.length, 22);
    const entry = Buffer.alloc(14);
    entry.writeUInt32LE(offset, 10);
    const local = Buffer.concat([Buffer.from('PK\x03\x04'), fixed, Buffer.from(name + text)]);
    central.push(Buffer.concat([Buffer.from('PK\x01\x02\x14\x00'), fixed, entry, Buffer.from(name)]));
    locals.push(local);
    offset += local.length;
  }
  const size = central.reduce((sum, part) => sum + part.length, 0);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(central.length, 8);
  end.writeUInt16LE(central.length, 10);
  end.writeUInt32LE(size, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...locals, ...central, end]);
}

const release = zipOf({ version: `v${VERSION}`, [electronProgram()]: 'the program' });
const sha256 = (content: Buffer) => createHash('sha256').update(content).digest('hex');

/** An electron package whose download comes from a server of this test. */
async function sourceFrom(
  context: TestContext,
  listener: RequestListener,
  stallLimit = 10_000,
): Promise<ElectronSource> {
  const packageFolder = await testFolder(context);
  const file = `electron-v${VERSION}-${process.platform}-${process.arch}.zip`;
  await writeFile(join(packageFolder, 'package.json'), JSON.stringify({ version: VERSION }));
  await writeFile(join(packageFolder, 'checksums.json'), JSON.stringify({ [file]: sha256(release) }));
  const server = createServer(listener).listen(0, '127.0.0.1');
  await once(server, 'listening');
  context.after(() => server.closeAllConnections());
  context.after(() => server.close());
  const address = server.address();
  assert.ok(typeof address === 'object' && address !== null);
  process.env.ELECTRON_MIRROR = `http://127.0.0.1:${address.port}/`;
  const cacheRoot = join(packageFolder, 'cache');
  return { packageFolder, stallLimit, cacheRoot };
}

test('a download with the right checksum is unpacked whole and found again', async (context) => {
  const source = await sourceFrom(context, (_request, response) => response.end(release));
  assert.equal(await presentElectron(source), null);
  const dist = await downloadElectron(source);
  assert.equal(await readFile(join(dist, electronProgram()), 'utf8'), 'the program');
  assert.equal(await readFile(join(source.packageFolder, 'path.txt'), 'utf8'), electronProgram());
  assert.equal(await presentElectron(source), dist);
  const left = await readdir(source.packageFolder);
  assert.deepEqual(left.sort(), ['cache', 'checksums.json', 'dist', 'package.json', 'path.txt']);
});

test('a download with another checksum is refused and never unpacked', async (context) => {
  const forged = zipOf({ version: VERSION, [electronProgram()]: 'another program' });
  const source = await sourceFrom(context, (_request, response) => response.end(forged));
  await assert.rejects(downloadElectron(source), /checksum/i);
  assert.equal(await presentElectron(source), null);
});

test('a download that stops moving is given up', async (context) => {
  const source = await sourceFrom(context, (_request, response) => response.write(release.subarray(0, 20)), 200);
  await assert.rejects(downloadElectron(source), /no progress for 0.2 s/);
});

test('a download that is slow but moves is not given up', async (context) => {
  const source = await sourceFrom(
    context,
    (_request, response) => {
      const pieces = Array.from({ length: 10 }, (_, i) =>
        release.subarray((i * release.length) / 10, ((i + 1) * release.length) / 10),
      );
      const timer = setInterval(() => {
        const piece = pieces.shift();
        if (piece !== undefined) response.write(piece);
        else clearInterval(timer);
        if (piece === undefined) response.end();
      }, 150);
    },
    1200,
  );
  await downloadElectron(source);
});

test('a copy of another version, or half of one, does not count', async (context) => {
  const source = await sourceFrom(context, (_request, response) => response.end());
  const dist = join(source.packageFolder, 'dist');
  await mkdir(dirname(join(dist, electronProgram())), { recursive: true });
  await writeFile(join(dist, 'version'), VERSION);
  assert.equal(await presentElectron(source), null);
  await writeFile(join(dist, electronProgram()), '');
  assert.equal(await presentElectron(source), dist);
  await writeFile(join(dist, 'version'), '98.0.0');
  assert.equal(await presentElectron(source), null);
});

test('says in plain words that a host is unknown', () => {
  const cause = Object.assign(new Error('getaddrinfo ENOTFOUND example.invalid'), { code: 'ENOTFOUND' });
  assert.equal(reasonOf(new TypeError('fetch failed', { cause })), 'its host is unknown here');
  assert.equal(
    reasonOf(new TypeError('fetch failed', { cause: new Error('Connect Timeout Error') })),
    'Connect Timeout Error',
  );
});
