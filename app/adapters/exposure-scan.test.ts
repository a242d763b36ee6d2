import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { test } from 'node:test';
import { BrokerError } from '../contract/fault.ts';
import { type ExposureFinding, ExposureProgress, ExposureReport } from '../contract/health.ts';
import { SystemRandomness } from '../core/crypto/randomness.ts';
import type { FolderWalk } from '../core/ports/folder-walk.ts';
import { ExposureScan } from '../core/scan/exposure-scan.ts';
import { type TestSecret, testSecret, testVault } from '../core/scan/vault-secrets.testkit.ts';
import { eventLoopPause } from './event-loop-pause.ts';
import { ExposureWalk } from './exposure-walk.ts';

const walk = new ExposureWalk();
const randomness = new SystemRandomness();
const never = new AbortController().signal;

/** Values that are drawn anew for each run of the tests: a finding is no accident of the text around them. */
const token = `tk_${randomBytes(20).toString('hex')}`;
const password = `q7#"Zp & ${randomBytes(6).toString('base64url')}/'x`;
const key = [
  '-----BEGIN PRIVATE',
  `KEY-----\n${lines(randomBytes(900).toString('base64'))}-----END PRIVATE`,
  'KEY-----\n',
].join(' ');
const secrets = [
  testSecret('app/token', { value: token }),
  testSecret('app/login', { password }),
  testSecret('app/key', { key }),
];

function lines(text: string, width = 64, end = '\n'): string {
  return text.replace(new RegExp(`.{1,${width}}`, 'g'), `$&${end}`);
}

function plant(t: TestContext, files: Readonly<Record<string, string>>): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'exposure-')));
  t.after(() => rmSync(folder, { recursive: true }));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(join(folder, name, '..'), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return folder;
}

async function scanned(
  folder: string,
  vault: readonly TestSecret[] = secrets,
  signal = never,
): Promise<ExposureReport> {
  const scan = new ExposureScan({ secrets: testVault(vault), walk, pause: eventLoopPause, randomness });
  const report = await scan.run([{ kind: 'folder', path: folder }], () => undefined, signal);
  assert.deepEqual(ExposureReport.parse(report), report);
  withoutValues(report, vault);
  return report;
}

/** SECURITY P1/P7: no eight characters of any value are anywhere in what a scan says. */
function withoutValues(said: unknown, vault: readonly TestSecret[]): void {
  const text = JSON.stringify(said);
  for (const value of vault.flatMap(({ values }) => Object.values(values))) {
    for (const shown of [value, JSON.stringify(value).slice(1, -1), Buffer.from(value).toString('base64')]) {
      for (let i = 0; i + 8 <= shown.length; i++) {
        const piece = shown.slice(i, i + 8);
        assert.ok(!text.includes(piece) || /PRIVATE KEY|-----/.test(piece), 'a piece of a value is shown');
      }
    }
  }
}

const summary = ({ findings }: ExposureReport, folder: string): readonly string[] =>
  findings
    .map((finding) => {
      const subject = finding.kind === 'vault' ? `${finding.secret}.${finding.field} ${finding.form}` : finding.rule;
      return `${finding.path.slice(folder.length + 1)}:${finding.line} ${subject}`;
    })
    .sort();

test('finds the values of the vault in files, in every form that redaction knows, at their lines', async (t) => {
  const wrapped = lines(Buffer.from(`user:${'x'.repeat(43)}`).toString('base64'));
  assert.ok(wrapped.length > 64);
  const folder = plant(t, {
    '.bash_history': `ls\nexport TOKEN=${token}\ncurl -u app:'${password}' x\n`,
    'deep/er/base64.txt': `\n\n${Buffer.from(`user:${token}`).toString('base64')}\n`,
    'hex.txt': `${Buffer.from(password).toString('hex')}\n`,
    'url.log': `GET /?p=${encodeURIComponent(password)} HTTP/1.1\n`,
    'transcript.jsonl': `{"n":1}\n${JSON.stringify({ text: `it is ${password} ` })}\n`,
    'page.html': `<p>${password.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll("'", '&#39;')}</p>`,
    'key.pem': `a line\n${key}`,
    'key.yaml': `a: 1\nkey: |\n${key.replace(/^/gm, '  ')}`,
    'key.json': JSON.stringify({ key }),
    'key.b64': `first\n${lines(Buffer.from(key).toString('base64'), 76)}`,
    'harmless.txt': 'nothing at all\n',
  });
  const report = await scanned(folder);
  assert.deepEqual(
    summary(report, folder).filter((line) => !line.includes('private-key')),
    [
      '.bash_history:2 app/token.value plain',
      '.bash_history:3 app/login.password plain',
      'deep/er/base64.txt:3 app/token.value encoded',
      'hex.txt:1 app/login.password encoded',
      'key.b64:2 app/key.key encoded',
      'key.json:1 app/key.key encoded',
      'key.pem:2 app/key.key plain',
      'key.yaml:4 app/key.key plain',
      'page.html:1 app/login.password encoded',
      'transcript.jsonl:2 app/login.password encoded',
      'url.log:1 app/login.password encoded',
    ],
  );
  assert.equal(report.end, 'complete');
  assert.equal(report.files, 11);
  const [first] = report.findings.filter((finding) => finding.path.endsWith('.bash_history'));
  assert.deepEqual(first?.fixes, ['rotate', 'redact']);
});

test('a value that base64 wraps over lines counts once, at its first line', async (t) => {
  const long = `tk_${randomBytes(60).toString('hex')}`;
  const vault = [testSecret('app/long', { value: long })];
  const folder = plant(t, {
    'b64.txt': `one\ntwo\n${lines(Buffer.from(long).toString('base64'), 76)}end\n`,
    'hex.txt': `one\n${lines(Buffer.from(long).toString('hex'), 60)}`,
  });
  assert.deepEqual(summary(await scanned(folder, vault), folder), [
    'b64.txt:3 app/long.value encoded',
    'hex.txt:2 app/long.value encoded',
  ]);
});

test('finds secret-shaped text that the vault does not know, with the fix to import it', async (t) => {
  const shaped = ['gh', 'p_', randomBytes(27).toString('hex').slice(0, 36)].join('');
  const folder = plant(t, { 'app/.env': `A=1\nGH=${shaped}\nEXAMPLE=AKIAIOSFODNN7EXAMPLE\n` });
  const { findings } = await scanned(folder, [...secrets, testSecret('never/seen', { value: `${token}-other` })]);
  const expected: readonly ExposureFinding[] = [
    {
      kind: 'shape',
      path: join(folder, 'app/.env'),
      line: 2,
      fixes: ['import', 'redact'],
      rule: 'github-token',
      what: 'GitHub personal access token',
    },
  ];
  assert.deepEqual(findings, expected);
  assert.ok(!JSON.stringify(findings).includes(shaped.slice(4, 12)));
});

test('a value of the vault is not told a second time as secret-shaped text', async (t) => {
  const shaped = ['gh', 'p_', randomBytes(27).toString('hex').slice(0, 36)].join('');
  const folder = plant(t, { a: `Authorization: Bearer ${shaped}\napi_token=${shaped}` });
  const report = await scanned(folder, [testSecret('github/token', { value: shaped })]);
  assert.deepEqual(summary(report, folder), ['a:1 github/token.value plain', 'a:2 github/token.value plain']);
});

test('a value in the path of a file is redacted there', async (t) => {
  const folder = plant(t, { [`cache-${token}/${token}.txt`]: `x ${token}` });
  const { findings } = await scanned(folder);
  assert.equal(findings[0]?.path, join(folder, 'cache-[REDACTED:app/token]', '[REDACTED:app/token].txt'));
});

test('what is no secret, or lies elsewhere, is not searched for; what cannot be told from text is named', async (t) => {
  const folder = plant(t, { a: `${token}\npassword\nreference-${token}` });
  const field = { inject: 'environment', env: null };
  const vault = [
    testSecret(
      'plain',
      { user: token },
      { fields: [{ ...field, name: 'user', sensitive: false, value: token, lastFour: null, reference: null }] },
    ),
    testSecret(
      'elsewhere',
      { value: `reference-${token}` },
      {
        fields: [
          {
            ...field,
            name: 'value',
            sensitive: true,
            value: null,
            lastFour: null,
            reference: { text: 'env:TOKEN', active: true },
          },
        ],
      },
    ),
    testSecret('common', { pin: 'password' }),
  ];
  const report = await new ExposureScan({ secrets: testVault(vault), walk, pause: eventLoopPause, randomness }).run(
    [{ kind: 'folder', path: folder }],
    () => undefined,
    never,
  );
  assert.deepEqual(report.findings, []);
  assert.deepEqual(report.unsearched, [{ secret: 'common', field: 'pin' }]);
});

test('P1: values are open only while the index is built, one secret at a time, and none when files are read', async (t) => {
  const folder = plant(t, { a: 'x' });
  const vault = testVault(Array.from({ length: 100 }, (_, i) => testSecret(`s/${i}`, { value: `${token}-${i}-end` })));
  const watched: FolderWalk = {
    async *walk(roots, signal) {
      assert.equal(vault.open(), 0);
      yield* walk.walk(roots, signal);
    },
  };
  await new ExposureScan({ secrets: vault, walk: watched, pause: eventLoopPause, randomness }).run(
    [{ kind: 'folder', path: folder }],
    () => undefined,
    never,
  );
  assert.equal(vault.mostOpen(), 1);
});

test('tells how far it is, first over the secrets and then over the files', async (t) => {
  const folder = plant(t, { a: token, b: 'x'.repeat(100_000), c: '\0' });
  const told: ExposureProgress[] = [];
  await new ExposureScan({ secrets: testVault(secrets), walk, pause: eventLoopPause, randomness }).run(
    [{ kind: 'folder', path: folder }],
    (progress) => told.push(ExposureProgress.parse(progress)),
    never,
  );
  assert.deepEqual(told[0], { secrets: 0, ofSecrets: 3, files: 0, bytes: 0, skipped: 0, findings: 0 });
  const bytes = Buffer.byteLength(token) + 100_000;
  assert.deepEqual(told.at(-1), { secrets: 3, ofSecrets: 3, files: 2, bytes, skipped: 1, findings: 1 });
  withoutValues(told, secrets);
});

test('cancelled while it gets ready, it opens no file; cancelled among the files, it keeps what it found', async (t) => {
  const folder = plant(t, Object.fromEntries(Array.from({ length: 20 }, (_, i) => [`f${i}`, `x ${token}`])));
  const atOnce = await scanned(folder, secrets, AbortSignal.abort());
  assert.deepEqual([atOnce.end, atOnce.files, atOnce.findings], ['cancelled', 0, []]);

  const cancel = new AbortController();
  const scan = new ExposureScan({ secrets: testVault(secrets), walk, pause: eventLoopPause, randomness });
  const onProgress = ({ files }: ExposureProgress): void => {
    if (files === 5) cancel.abort();
  };
  const report = await scan.run([{ kind: 'folder', path: folder }], onProgress, cancel.signal);
  assert.deepEqual([report.end, report.files, report.findings.length], ['cancelled', 5, 5]);
});

test('a large file is left in its middle when the scan is cancelled', async (t) => {
  const folder = plant(t, { large: `${'x'.repeat(4_000_000)} ${token}` });
  const cancel = new AbortController();
  let pauses = 0;
  const pause = async (): Promise<void> => {
    await eventLoopPause();
    pauses++;
    if (pauses === 60) cancel.abort();
  };
  const scan = new ExposureScan({ secrets: testVault(secrets), walk, pause, randomness });
  const report = await scan.run([{ kind: 'folder', path: folder }], () => undefined, cancel.signal);
  assert.deepEqual([report.end, report.findings], ['cancelled', []]);
  assert.equal(pauses, 60);
});

test('P4: a vault that locks meanwhile ends the scan with its code, and no file is opened', async (t) => {
  const folder = plant(t, { a: token });
  const vault = testVault(secrets);
  const locked = {
    list: vault.list,
    withRevealed: () => Promise.reject(new BrokerError('locked')),
  };
  const opened: FolderWalk = { walk: () => assert.fail('opened') };
  const scan = new ExposureScan({ secrets: locked, walk: opened, pause: eventLoopPause, randomness });
  await assert.rejects(
    scan.run([{ kind: 'folder', path: folder }], () => undefined, never),
    (thrown) => thrown instanceof BrokerError && thrown.code === 'locked',
  );
});

test('a file full of one value is listed up to a hundred lines, and the rest is counted', async (t) => {
  const folder = plant(t, { full: `${token}\n`.repeat(250), once: token });
  const report = await scanned(folder);
  assert.equal(report.findings.length, 101);
  assert.equal(report.unlisted, 150);
});

test('other work has its turn while a large file is searched', async (t) => {
  const folder = plant(t, { large: `${'{"type":"user","text":"x"}\n'.repeat(200_000)}` });
  let turns = 0;
  const timer = setInterval(() => turns++, 1);
  t.after(() => clearInterval(timer));
  await scanned(folder);
  assert.ok(turns > 5, `${turns} turns`);
});

test('text without any meaning is searched without a fault', async (t) => {
  const noise = randomBytes(300_000).map((byte) => (byte === 0 ? 1 : byte));
  const folder = plant(t, { utf8: '🔑'.repeat(10_000) });
  writeFileSync(join(folder, 'noise'), noise);
  const report = await scanned(folder);
  assert.deepEqual([report.files, report.findings], [2, []]);
});
