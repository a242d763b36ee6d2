// `npm run bench`: what Postern costs, each figure beside a baseline that was measured in the same run. Never a timed test.
// `npm run bench -- prompts` runs the named parts alone.
import { benchClients } from './bench-clients.ts';
import { benchExposure } from './bench-exposure.ts';
import { benchGateway } from './bench-gateway.ts';
import { benchPolicy } from './bench-policy.ts';
import { benchRedaction } from './bench-redaction.ts';
import { benchScan } from './bench-scan.ts';
import { benchShim } from './bench-shim.ts';
import { benchVault } from './bench-vault.ts';
import { runInSession } from './e2e-session.ts';
import { resolveElectron } from './electron-runtime.ts';
import { ensureSqliteFor } from './native-sqlite.ts';
import { runScript, say } from './step.ts';
import { ensureSystemPackages } from './system-packages.ts';

await runScript(async () => {
  await ensureSystemPackages('demo');
  const electron = await resolveElectron('test');
  await ensureSqliteFor(electron);
  const inApp = (file: string) =>
    runInSession(['node', `e2e/${file}.ts`], { asUser: true, electron: electron.dist, out: 'out/bench' });
  const parts: Readonly<Record<string, () => Promise<unknown> | unknown>> = {
    vault: benchVault,
    exposure: benchExposure,
    policy: benchPolicy,
    redaction: benchRedaction,
    scan: benchScan,
    shim: benchShim,
    clients: benchClients,
    gateway: benchGateway,
    runs: () => inApp('bench'),
    question: () => inApp('bench-question'),
    prompts: () => inApp('bench-prompts'),
  };
  const named = process.argv.slice(2);
  const unknown = named.find((name) => !Object.hasOwn(parts, name));
  if (unknown !== undefined) {
    say(`There is no part of that name. Parts: ${Object.keys(parts).join(', ')}.`);
    return 1;
  }
  for (const name of named.length > 0 ? named : Object.keys(parts)) {
    const code = await parts[name]?.();
    if (typeof code === 'number' && code !== 0) return code;
  }
  return 0;
});
