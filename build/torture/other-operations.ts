// What a person does with keys, backups, settings and agents, drawn by chance.
import { join } from 'node:path';
import { defaultSettings } from '../../app/contract/settings.ts';
import { ClientId } from '../../app/contract/vocabulary.ts';
import { settingsMatter } from '../../app/core/settings/settings-book.ts';
import { digestOf } from './content.ts';
import type { Deed, Scene } from './deed.ts';

const signal = new AbortController().signal;
const system = { kind: 'system' } as const;

/** Proved by the old passphrase, or by the recovery code as one who forgot it. */
export function changePassphrase({ house, chance, keys, mark }: Scene): Deed {
  const passphrase = `${mark} ${chance.text(20)}`;
  const { recovery } = keys;
  const proof =
    recovery !== null && chance.part() < 0.3
      ? ({ kind: 'recovery', code: recovery } as const)
      : ({ kind: 'passphrase', passphrase: keys.passphrase } as const);
  return { change: { keys: { passphrase } }, run: () => house.desks.keys.changePassphrase(proof, passphrase) };
}

/** Nobody knows the new code before it is made. */
export function recoveryCode({ house, keys }: Scene): Deed {
  const wraps = [...new Set([...keys.wraps, 'recovery'])].sort();
  return {
    change: { keys: { recovery: null, wraps } },
    run: () => house.desks.keys.newRecoveryCode(system, signal),
  };
}

/** The passphrase without the keychain is one more way in, or is none any more. */
export function waysIn({ house, keys }: Scene): Deed {
  const present = !keys.wraps.includes('passphrase');
  const others = keys.wraps.filter((kind) => kind !== 'passphrase');
  const wraps = (present ? [...others, 'passphrase'] : others).sort();
  return {
    change: { keys: { wraps } },
    run: () => house.desks.keys.setWrap('passphrase', present, keys.passphrase),
  };
}

/** In its steps, with small changes of secrets in between. */
export function rotate({ house, keys, meanwhile }: Scene): Deed {
  return {
    change: { keys: { version: keys.version + 1 } },
    run: async () => {
      const end = house.desks.keys.rotate(keys.passphrase);
      await meanwhile(end);
      if ((await end) !== 'finished') throw new Error('the rotation did not end');
    },
  };
}

export function settings({ house, chance, content }: Scene): Deed {
  const next = { ...defaultSettings, clipboardSeconds: 5 + chance.below(296), idleMinutes: 1 + chance.below(60) };
  const change = digestOf(next) === content.settings ? {} : { settings: digestOf(next) };
  return {
    change,
    run: async () => house.settings.save(next, await house.check.confirm(system, settingsMatter, signal)),
  };
}

/** Pairs one, pauses one, or removes one. */
export function agents({ house, chance, content }: Scene): Deed {
  const known = chance.pick(Object.keys(content.agents));
  const what = chance.below(4);
  if (known === null || what < 2) {
    const client = ClientId.parse(`agent-${chance.text(12).toLowerCase()}`);
    const claims = { name: chance.text(10), version: '1' };
    const hello = { type: 'hello', protocol: 1, client, key: chance.text(43), claims, session: null } as const;
    return {
      change: { agents: { [client]: digestOf([claims.name, 'active']) } },
      run: async () => house.clients.pair({ connection: client, hello }, claims.name, null),
    };
  }
  const client = ClientId.parse(known);
  if (what === 2) return { change: { agents: { [known]: null } }, run: async () => house.clients.remove(client) };
  return {
    change: { agents: { [known]: digestOf([house.clients.nameOf(client), 'paused']) } },
    run: async () => house.clients.setState(client, 'paused'),
  };
}

/** A file with a passphrase of its own, for later restores. */
export function saveBackup({ house, chance, content, own, mark }: Scene): Deed {
  const passphrase = `${mark} ${chance.text(20)}`;
  const file = join(own, `${chance.text(8)}.backup`);
  return {
    change: { saved: { file, passphrase, content } },
    run: async () => house.desks.files.write(file, await house.desks.backups.bytes(passphrase, system, signal)),
  };
}

export function rollingBackup({ house }: Scene): Deed {
  return {
    change: {},
    run: async () => {
      const status = await house.desks.backups.makeNow();
      if (status.kind !== 'made') throw new Error('no backup was made');
    },
  };
}

/** With something to seal before the lock: when a secret was last used. */
export function lockAndUnlock({ house, chance, keys }: Scene): Deed {
  return {
    change: {},
    run: async () => {
      const used = chance.pick(house.secrets.list());
      if (used !== null) house.secrets.markUsed(used.id, used.updatedAt);
      house.session.lock('person');
      const opener = { kind: 'passphrase', passphrase: Buffer.from(keys.passphrase) } as const;
      await house.session.unlock(opener, { acceptRollback: false });
    },
  };
}
