// Bugs put in on purpose: the torture proves itself by finding each of them.
import { renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { KeyStore } from '../../app/core/ports/key-store.ts';
import { type House, placesIn } from './house.testkit.ts';
import type { Orders } from './protocol.ts';

/** `acknowledges early` is the victim's own: it says `done` before it has done anything. */
export function plantIn(house: House, { plant, folder, create, mark }: Orders): void {
  if (create) return;
  const { secrets, store } = house;
  const applyAll = secrets.applyAll.bind(secrets);
  if (plant === 'parts an import') secrets.applyAll = (steps) => steps.flatMap((step) => applyAll([step]));
  if (plant === 'skips a page') store.putPage = () => undefined;
  if (plant === 'leaves plaintext') {
    secrets.applyAll = (steps) => {
      const plaintext = JSON.stringify(steps);
      // Not of a step without a value, and moved there whole: a file without plaintext in it would be another finding.
      if (plaintext.includes(mark)) {
        const written = join(folder, 'planted');
        writeFileSync(written, plaintext);
        renameSync(written, join(placesIn(folder).profile, 'vault.tmp'));
      }
      return applyAll(steps);
    };
  }
}

/** `runs ahead with the anchor`: what it keeps outside the file is of a state that never was. */
export function plantedKeyStore(plant: Orders['plant'], keyStore: KeyStore): KeyStore {
  if (plant !== 'runs ahead with the anchor') return keyStore;
  return {
    probe: () => keyStore.probe(),
    read: (account) => keyStore.read(account),
    remove: (account) => keyStore.remove(account),
    write: (account, bytes) => {
      const text = bytes
        .toString('utf8')
        .replace(/"sequence":(\d+)/g, (_, at: string) => `"sequence":${Number(at) + 9000}`);
      return keyStore.write(account, account.startsWith('anchor:') ? Buffer.from(text) : bytes);
    },
  };
}
