// The health check and the exposure scan over a real vault on a real file, and over real files.
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { test } from 'node:test';
import { SystemRandomness } from '../core/crypto/randomness.ts';
import { HealthCheck } from '../core/health/health-check.ts';
import { ExposureScan } from '../core/scan/exposure-scan.ts';
import { eventLoopPause } from './event-loop-pause.ts';
import { ExposureWalk } from './exposure-walk.ts';
import { draft, fault, freshVaultPath, passphrase, vaultAt } from './vault.testkit.ts';

const never = new AbortController().signal;
const randomness = new SystemRandomness();

async function opened(t: TestContext) {
  const made = vaultAt(freshVaultPath(t));
  t.after(() => made.database.close());
  await made.vault.create(passphrase(), { keychain: false });
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'exposed-')));
  t.after(() => rmSync(folder, { recursive: true }));
  const parts = { secrets: made.secrets, pause: eventLoopPause, randomness };
  const scan = new ExposureScan({ ...parts, walk: new ExposureWalk() });
  return { ...made, folder, scan, check: new HealthCheck({ ...parts, clock: made.clock }) };
}

test('a value of the vault that lies in a file is found, and is the worst of its health', async (t) => {
  const { secrets, folder, scan, check } = await opened(t);
  const value = randomBytes(20).toString('hex');
  secrets.add(draft({ value }));
  secrets.add(draft({ name: 'npm/token', value, env: 'NPM_TOKEN' }));
  writeFileSync(join(folder, 'history'), `first\nexport TOKEN=${value}\n`);
  const report = await scan.run([{ kind: 'folder', path: folder }], () => undefined, never);
  assert.deepEqual(report.findings, [
    {
      kind: 'vault',
      path: join(folder, 'history'),
      line: 2,
      fixes: ['rotate', 'redact'],
      secret: 'github/token',
      field: 'token',
      form: 'plain',
    },
  ]);
  const leaks = new Map(
    report.findings.flatMap((found) => (found.kind === 'vault' ? [[found.secret, 1] as const] : [])),
  );
  const health = await check.run({ leaks, snoozes: [] }, () => undefined, never);
  assert.deepEqual(
    health?.secrets.map(({ name, findings }) => [name, findings.map(({ kind }) => kind)]),
    [
      ['github/token', ['leaked', 'reused']],
      ['npm/token', ['reused']],
    ],
  );
});

test('P4: neither says anything of a locked vault', async (t) => {
  const { vault, secrets, folder, scan, check } = await opened(t);
  secrets.add(draft());
  vault.lock();
  await assert.rejects(
    scan.run([{ kind: 'folder', path: folder }], () => undefined, never),
    fault('locked'),
  );
  await assert.rejects(
    check.run({ leaks: new Map(), snoozes: [] }, () => undefined, never),
    fault('locked'),
  );
});

test('a secret that is removed while the scan gets ready is passed', async (t) => {
  const { secrets, folder, scan } = await opened(t);
  secrets.add(draft({ name: 'a', value: randomBytes(20).toString('hex') }));
  const second = secrets.add(draft({ name: 'b', value: randomBytes(20).toString('hex') }));
  const remove = ({ secrets: done }: { readonly secrets: number }): void => {
    if (done === 0) secrets.remove(second.id);
  };
  const report = await scan.run([{ kind: 'folder', path: folder }], remove, never);
  assert.equal(report.end, 'complete');
});
