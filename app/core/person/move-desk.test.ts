// What a scan found, moved into the vault: read again from its very place, refused when the file says something else there.
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, unlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { type TestContext } from 'node:test';
import { eventLoopPause } from '../../adapters/event-loop-pause.ts';
import { ExposureWalk } from '../../adapters/exposure-walk.ts';
import { fault } from '../../adapters/vault.testkit.ts';
import { type ExposureFinding, ExposureReport, ShapePlace } from '../../contract/health.ts';
import { SecretName } from '../../contract/vocabulary.ts';
import { SystemRandomness } from '../crypto/randomness.ts';
import { ExposureScan } from '../scan/exposure-scan.ts';
import { type TestSecret, testSecret, testVault } from '../scan/vault-secrets.testkit.ts';
import { MoveDesk } from './move-desk.ts';

const walk = new ExposureWalk();
const randomness = new SystemRandomness();
const never = new AbortController().signal;
const token = 'ghp_Kq8Wn2Zx5Cv7Bm4Rt6Yu1Io3Pa9Sd0Fg2Hj5';
const otherToken = 'ghp_Zx5Cv7Bm4Rt6Yu1Io3Pa9Sd0Fg2Hj5Kq8Wn2';
const key = [
  '-----BEGIN PRIVATE KEY-----',
  ...Array.from({ length: 12 }, () => randomBytes(48).toString('base64')),
  '-----END PRIVATE KEY-----',
].join('\n');

interface Scanned {
  readonly folder: string;
  readonly desk: MoveDesk;
  readonly report: ExposureReport;
  readonly vault: TestSecret[];
  place(file: string, line: number, rule?: string): ShapePlace;
}

async function scanned(t: TestContext, files: Readonly<Record<string, string | Buffer>>): Promise<Scanned> {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'move-')));
  t.after(() => rmSync(folder, { recursive: true }));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(join(folder, name, '..'), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  const vault: TestSecret[] = [];
  const secrets = { list: () => vault.map(({ view }) => view) };
  const desk = new MoveDesk({ walk, randomness, secrets });
  const scan = new ExposureScan({ secrets: testVault([]), walk, pause: eventLoopPause, randomness });
  const report = await scan.run([{ kind: 'folder', path: folder }], () => {}, never, desk.follow());
  const place: Scanned['place'] = (file, line, rule = 'github-token') =>
    ShapePlace.parse({ path: join(folder, file), line, rule });
  return { folder, desk, report, vault, place };
}

const shapesOf = ({ findings }: ExposureReport): readonly Extract<ExposureFinding, { kind: 'shape' }>[] =>
  findings.filter((finding) => finding.kind === 'shape');

test('what was found is read whole from its place, and named after the variable before it', async (t) => {
  const { desk, place } = await scanned(t, {
    '.env': `NAME=x\nexport GITHUB_TOKEN="${token}"\n`,
    'config.json': `{\n  "apiKey": "${token}"\n}\n`,
    'notes.txt': `é ${token}\n`,
  });
  const env = place('.env', 2);
  await desk.begin(env);
  assert.deepEqual(desk.move(env), {
    ...{ place: env, what: 'GitHub personal access token' },
    ...{ name: 'github/token', env: 'GITHUB_TOKEN', kind: 'token' },
  });
  assert.equal(await desk.value(env), token);
  const json = place('config.json', 2);
  await desk.begin(json);
  assert.deepEqual([desk.move(json)?.name, desk.move(json)?.env, desk.move(env)], ['api/key', null, null]);
  const notes = place('notes.txt', 1);
  await desk.begin(notes);
  assert.deepEqual([desk.move(notes)?.name, await desk.value(notes)], ['github-token', token]);
});

test('a key of many lines is moved whole, with real line ends, out of JSON too', async (t) => {
  const { desk, place } = await scanned(t, {
    'key.pem': `# mine\n${key}\n`,
    'key.json': JSON.stringify({ private_key: `${key}\n` }),
    'dos.pem': `${key.replaceAll('\n', '\r\n')}\r\n`,
  });
  for (const where of [place('key.pem', 2, 'private-key'), place('key.json', 1, 'private-key')]) {
    await desk.begin(where);
    assert.equal(await desk.value(where), `${key}\n`);
    assert.equal(desk.move(where)?.kind, 'file');
  }
  assert.equal((await desk.value(place('dos.pem', 1, 'private-key'))).replaceAll('\r\n', '\n'), `${key}\n`);
});

test('a file that says something else there by now is refused: another value, another line, gone, a link elsewhere, a folder', async (t) => {
  const text = `a\nTOKEN=${token}\n`;
  const files = ['changed', 'moved', 'gone', 'link', 'folder', 'shorter', 'same'];
  const { folder, desk, place } = await scanned(t, {
    ...Object.fromEntries(files.map((name) => [name, text])),
    'key.pem': `${key}\n`,
  });
  writeFileSync(join(folder, 'changed'), text.replace(token, otherToken));
  writeFileSync(join(folder, 'moved'), `one more\n${text}`);
  writeFileSync(join(folder, 'shorter'), 'a\n');
  for (const name of ['gone', 'link', 'folder']) unlinkSync(join(folder, name));
  symlinkSync(join(folder, 'changed'), join(folder, 'link'));
  mkdirSync(join(folder, 'folder'));
  const lastLine = key.split('\n').at(-2) ?? '';
  writeFileSync(join(folder, 'key.pem'), `${key.replace(lastLine, randomBytes(48).toString('base64'))}\n`);
  for (const name of ['changed', 'moved', 'gone', 'link', 'folder', 'shorter']) {
    await assert.rejects(desk.begin(place(name, 2)), fault('finding_moved'), name);
    await assert.rejects(desk.value(place(name, 2)), fault('finding_moved'), name);
    assert.equal(desk.move(place(name, 2)), null);
  }
  await assert.rejects(desk.begin(place('key.pem', 1, 'private-key')), fault('finding_moved'));
  await desk.begin(place('same', 2));
  // Only what the scan listed is read, whatever a page asks for.
  for (const where of [place('same', 1), place('same', 2, 'jwt'), place('../same', 2), place('nowhere', 1)])
    await assert.rejects(desk.begin(where), fault('finding_moved'));
});

test('between the begin and the saving the file may change: the text is read anew, and refused then', async (t) => {
  const { folder, desk, place } = await scanned(t, { '.env': `T=${token}\n` });
  const where = place('.env', 1);
  await desk.begin(where);
  writeFileSync(join(folder, '.env'), `T=${otherToken}\n`);
  await assert.rejects(desk.value(where), fault('finding_moved'));
});

test('once moved, every place of the same text says so, by the name that the secret has now; removed, it is as it was', async (t) => {
  const { desk, report, vault, place } = await scanned(t, {
    'a.env': `T=${token}\n`,
    'b.env': `\nU=${token}\nV=${otherToken}\n`,
  });
  assert.equal(desk.marked(report), report);
  await desk.begin(place('a.env', 1));
  vault.push(testSecret('github/token', { token }));
  desk.done(place('a.env', 1), SecretName.parse('github/token'));
  const names = () =>
    shapesOf(ExposureReport.parse(desk.marked(report)))
      .toSorted((a, b) => (a.path < b.path ? -1 : 1))
      .map(({ moved }) => moved?.name);
  assert.deepEqual(names(), ['github/token', 'github/token', undefined]);
  vault.splice(0, 1, testSecret('github/token', { token }, { name: 'work/github' }));
  assert.deepEqual(names(), ['work/github', 'work/github', undefined]);
  vault.pop();
  assert.deepEqual(names(), [undefined, undefined, undefined]);
});

test('a name that is taken gets a number', async (t) => {
  const { desk, vault, place } = await scanned(t, { '.env': `GITHUB_TOKEN=${token}\n` });
  vault.push(testSecret('GitHub/Token', { a: 'b' }), testSecret('github/token-2', { a: 'b' }));
  await desk.begin(place('.env', 1));
  assert.equal(desk.move(place('.env', 1))?.name, 'github/token-3');
});

test('a lock or a new scan forgets it all: nothing is read any more (P4)', async (t) => {
  const { desk, report, vault, place } = await scanned(t, { '.env': `T=${token}\n` });
  const where = place('.env', 1);
  await desk.begin(where);
  vault.push(testSecret('github/token', { token }));
  desk.done(where, SecretName.parse('github/token'));
  desk.forget();
  assert.equal(desk.marked(report), report);
  assert.equal(desk.move(where), null);
  await assert.rejects(desk.value(where), fault('finding_moved'));
  desk.follow();
  await assert.rejects(desk.begin(where), fault('finding_moved'));
});

test('nothing of a text is in what the desk tells of a move or a report (P1)', async (t) => {
  const { desk, report, place } = await scanned(t, { '.env': `SECRET_KEY=${token}\n${token}=1\n` });
  for (const line of [1, 2]) {
    await desk.begin(place('.env', line));
    assert.ok(!JSON.stringify([desk.move(place('.env', line)), desk.marked(report)]).includes(token.slice(4, 14)));
  }
});

test('a file whose path itself holds something like a secret is not offered: its path is not shown as it is', async (t) => {
  const { report } = await scanned(t, { [`${token}.txt`]: `T=${otherToken}\n` });
  assert.deepEqual(
    shapesOf(report).map(({ fixes }) => fixes),
    [['redact']],
  );
});
