// A profile with a vault that was filled beforehand, through the same core that the app uses; its passphrase alone opens it.
import { join } from 'node:path';
import type { Page } from 'playwright';
import { Argon2Kdf } from '../app/adapters/argon2-kdf.ts';
import type { TestVault } from '../app/adapters/vault.testkit.ts';
import { vaultAt } from '../app/adapters/vault.testkit.ts';
import type { SecretDraft } from '../app/contract/secret.ts';
import type { Home, PosternApp } from './app.ts';
import { launch, makeHome, passphrase } from './app.ts';
import { unlockVault } from './vault-windows.ts';

const day = 24 * 60 * 60 * 1000;

export interface Batch {
  /** How long ago they were added. */
  readonly days: number;
  readonly drafts: readonly SecretDraft[];
}

/** Oldest batch first. */
export async function makeProfile(home: Home, batches: readonly Batch[]): Promise<void> {
  await inProfile(home, async ({ vault, secrets, clock }) => {
    await vault.create(Buffer.from(passphrase), { keychain: false });
    for (const { days, drafts } of batches) {
      clock.pass(Date.now() - days * day - clock.now());
      secrets.applyAll(drafts.map((draft) => ({ kind: 'add', draft })));
    }
    vault.lock();
  });
}

/** With the vault file of a home whose app is not running. */
export async function inProfile(home: Home, work: (opened: TestVault) => Promise<void>): Promise<void> {
  const opened = vaultAt(join(home.profile, 'vault.db'), { kdf: new Argon2Kdf() });
  try {
    await work(opened);
  } finally {
    opened.database.close();
  }
}

export interface Started {
  readonly home: Home;
  readonly app: PosternApp;
  /** Unlocked. */
  readonly main: Page;
  close(): Promise<void>;
}

/** The app on a vault with these secrets, unlocked. `plant`: what else lies in the home before it starts. */
export async function startWith(batches: readonly Batch[], plant?: (home: Home) => void): Promise<Started> {
  const home = makeHome();
  await makeProfile(home, batches);
  plant?.(home);
  const app = await launch(home);
  const main = await unlockVault(app);
  const close = async () => {
    await app.quit();
    await home.remove();
  };
  return { home, app, main, close };
}
