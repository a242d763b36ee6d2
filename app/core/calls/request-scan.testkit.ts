// For tests: a scan of requests over a vault of plain values.
import { randomBytes } from 'node:crypto';
import { setImmediate as turn } from 'node:timers/promises';
import type { ClientId } from '../../contract/vocabulary.ts';
import { FakeClock } from '../fake-clock.testkit.ts';
import { Listeners } from '../listeners.ts';
import type { MatcherBuilder } from '../ports/matcher-builder.ts';
import { matchersInPlace } from '../redaction/matcher-builder.testkit.ts';
import { VaultWords } from '../redaction/vault-words.ts';
import { testSecret, testVault } from '../scan/vault-secrets.testkit.ts';
import { RequestScan } from './request-scan.ts';
import { ScanHits } from './scan-hits.ts';

export interface ScanBench {
  readonly scan: RequestScan;
  readonly words: VaultWords;
  readonly clock: FakeClock;
  readonly paused: ClientId[];
}

/** By the secret's name its value, or its fields. */
export function scanOver(
  values: Readonly<Record<string, string | Readonly<Record<string, string>>>>,
  matchers: MatcherBuilder = matchersInPlace,
): ScanBench {
  const all = Object.entries(values).map(([name, value]) =>
    testSecret(name, typeof value === 'string' ? { value } : value),
  );
  const secrets = testVault(all);
  const words = new VaultWords({
    secrets: {
      changed: new Listeners(),
      versions: () => all.map(({ view }) => [view.id, view.version] as const),
      withRevealed: (ids, use) =>
        secrets.withRevealed(ids, (open) =>
          use(
            open.map(({ name, fields }) => ({
              name,
              fields: fields.map(({ value }) => ({ sensitive: true, value })),
            })),
          ),
        ),
    },
    matchers,
    randomness: { bytes: (length) => randomBytes(length) },
    pause: () => turn(),
  });
  words.unlocked();
  const clock = new FakeClock();
  const paused: ClientId[] = [];
  const hits = new ScanHits({ clock, pauseClient: (id) => paused.push(id) });
  return { scan: new RequestScan({ secrets, words, hits, pause: () => turn() }), words, clock, paused };
}
