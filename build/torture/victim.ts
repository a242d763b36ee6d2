// The process that is killed: it opens the vault, tells what it finds, and then does one operation after another until it dies. It
// says `begins` before each, and `done` when it is on disk. Its orders come as one line on the standard input.
import { mkdirSync, readFileSync, writeSync } from 'node:fs';
import { setImmediate } from 'node:timers/promises';
import { faultCodeOf } from '../../app/contract/fault.ts';
import { Chance } from './chance.ts';
import { changed } from './content.ts';
import type { Deed, Scene } from './deed.ts';
import { FileKeyStore } from './file-key-store.ts';
import { buildHouse, type House, placesIn } from './house.testkit.ts';
import { leftUnderOldKey, lookAtContent, lookForFaults } from './look.ts';
import * as others from './other-operations.ts';
import { plantedKeyStore, plantIn } from './planted.ts';
import {
  type Change,
  type Content,
  type Found,
  type Keys,
  type Operation,
  Orders,
  operations,
  type Saved,
  type Told,
} from './protocol.ts';
import * as secrets from './secret-operations.ts';

const plans: Readonly<Record<(typeof operations)[number], (scene: Scene) => Deed | null | Promise<Deed | null>>> = {
  add: secrets.add,
  edit: secrets.edit,
  remove: secrets.remove,
  'bring back': secrets.bringBack,
  import: secrets.importFile,
  restore: secrets.restore,
  'change passphrase': others.changePassphrase,
  'recovery code': others.recoveryCode,
  'ways in': others.waysIn,
  rotate: others.rotate,
  settings: others.settings,
  agents: others.agents,
  'save a backup': others.saveBackup,
  'rolling backup': others.rollingBackup,
  'lock and unlock': others.lockAndUnlock,
};

/** Those that come by chance, the quick ones more often. */
const quick = ['add', 'add', 'edit', 'edit', 'edit', 'remove', 'bring back', 'settings', 'agents', 'import'] as const;
const slowPart = 0.15;
const small = ['add', 'edit', 'remove', 'bring back', 'settings', 'agents'] as const;

class Victim {
  readonly #orders: Orders;
  readonly #house: House;
  readonly #chance: Chance;
  #content: Content = { secrets: {}, settings: '', agents: {} };
  #keys: Keys;
  #saved: Saved | null;
  #turn = 0;
  #during: Operation | null = null;

  constructor(orders: Orders) {
    this.#orders = orders;
    this.#chance = new Chance(orders.seed);
    this.#saved = orders.saved;
    this.#keys = { version: 0, passphrase: orders.passphrases[0] ?? '', recovery: orders.recovery, wraps: [] };
    const { profile, keychain } = placesIn(orders.folder);
    mkdirSync(placesIn(orders.folder).own, { recursive: true });
    const keyStore = plantedKeyStore(orders.plant, new FileKeyStore(keychain, () => this.#tell({ told: 'step' })));
    this.#house = buildHouse({ profile, keyStore, ahead: orders.ahead });
    plantIn(this.#house, orders);
    this.#announceTransactions();
  }

  async live(): Promise<void> {
    const { create, target, before } = this.#orders;
    try {
      if (create) return await this.#make();
      await this.#open();
      if (target === null) return;
      for (let count = 0; count < before; count += 1) await this.#do(this.#usual);
      for (;;) {
        await this.#do(target);
        await this.#do(this.#usual);
      }
    } catch (thrown) {
      const what =
        faultCodeOf(thrown) === 'internal' && thrown instanceof Error ? `${thrown.stack}` : faultCodeOf(thrown);
      this.#tell({ told: 'failed', during: this.#during, what });
    }
  }

  /** A vault with what an everyday one has, and a first backup. */
  async #make(): Promise<void> {
    const passphrase = Buffer.from(this.#keys.passphrase);
    await this.#house.session.create(passphrase, { keychain: true });
    await this.#look();
    for (const operation of ['recovery code', 'settings', 'agents', 'import', 'import', 'import'] as const) {
      await this.#do(operation);
    }
    for (let count = 0; count < secretsAtFirst; count += 1)
      await this.#do(this.#chance.pick(['add', 'add', 'edit']) ?? 'add');
    // Each once: how long it takes must be known before it can be killed in the middle.
    for (const operation of operations) await this.#do(operation);
    await this.#do('restore');
    await this.#house.anchor.flush();
  }

  async #open(): Promise<void> {
    await this.#doing('open', {}, async () => {
      await this.#unlock();
      await this.#look();
    });
    if (!this.#house.vault.rotation.isUnfinished) return;
    await this.#doing('resume', {}, async () => {
      // It goes on by itself since the unlock.
      while (this.#house.vault.rotation.isUnfinished) await setImmediate();
      const [left] = leftUnderOldKey(this.#house);
      if (left !== undefined) throw new Error(left);
    });
  }

  /** With whichever of the passphrases opens it. */
  async #unlock(): Promise<void> {
    const { passphrases } = this.#orders;
    for (const [at, text] of passphrases.entries()) {
      try {
        const opener = { kind: 'passphrase', passphrase: Buffer.from(text) } as const;
        await this.#house.session.unlock(opener, { acceptRollback: false });
        this.#keys = { ...this.#keys, passphrase: text };
        return;
      } catch (thrown) {
        if (faultCodeOf(thrown) !== 'wrong_passphrase' || at === passphrases.length - 1) throw thrown;
      }
    }
  }

  async #look(): Promise<void> {
    const { vault } = this.#house;
    this.#content = lookAtContent(this.#house);
    const version = vault.listed.wraps.find(({ kind }) => kind !== 'previous')?.keyVersion ?? 0;
    this.#keys = { ...this.#keys, version, wraps: [...vault.wraps.kinds].sort() };
    const wrong = await lookForFaults(this.#house);
    for (const other of this.#orders.passphrases) {
      if (other === this.#keys.passphrase) continue;
      if (await vault.wraps.checkPassphrase(Buffer.from(other))) wrong.push('two passphrases open the vault');
    }
    const code = this.#orders.recovery;
    const answer = code === null ? 'untried' : await vault.wraps.checkRecoveryCode(code);
    if (answer !== 'right') this.#keys = { ...this.#keys, recovery: null };
    const recovery = answer === 'mistyped' ? 'wrong' : answer;
    const audited = this.#house.audit.position().sequence;
    const backups = (await this.#house.desks.backupFolder.list()).filter((name) => name.endsWith('.backup')).length;
    const found: Found = { content: this.#content, keys: this.#keys, recovery, audited, backups, wrong };
    this.#tell({ told: 'found', found });
  }

  get #usual(): (typeof operations)[number] {
    const many = Object.keys(this.#content.secrets).length > secrets.manySecrets;
    if (many) return 'remove';
    return this.#chance.pick(this.#chance.part() < slowPart ? operations : quick) ?? 'add';
  }

  async #do(operation: (typeof operations)[number]): Promise<void> {
    const deed = await plans[operation](this.#scene);
    if (deed === null) return;
    await this.#doing(operation, deed.change, deed.run);
  }

  /** What it changes is taken as changed once it is done. */
  async #doing(operation: Operation, change: Change, run: Deed['run']): Promise<void> {
    this.#turn += 1;
    const turn = this.#turn;
    const outer = this.#during;
    this.#during = operation;
    this.#tell({ told: 'begins', turn, operation, change });
    const early = this.#orders.plant === 'acknowledges early' && !this.#orders.create && operation !== 'open';
    if (early) this.#done(turn, null);
    const made = await run();
    const recovery = typeof made === 'string' ? made : null;
    this.#content = this.#withIds(changed(this.#content, change));
    this.#keys = { ...this.#keys, ...definedOf(change.keys ?? {}), ...(recovery === null ? {} : { recovery }) };
    this.#saved = change.saved ?? this.#saved;
    if (!early) this.#done(turn, recovery);
    this.#during = outer;
  }

  #done(turn: number, recovery: string | null): void {
    this.#tell({ told: 'done', turn, recovery, audited: this.#house.audit.position().sequence });
  }

  /** A new secret's id is known once it is written. */
  #withIds(content: Content): Content {
    const ids = new Map(this.#house.secrets.list().map(({ id, name }) => [String(name), id]));
    const secrets = Object.entries(content.secrets).map(([name, secret]) => {
      return [name, secret.id === null ? { ...secret, id: ids.get(name) ?? null } : secret] as const;
    });
    return { ...content, secrets: Object.fromEntries(secrets) };
  }

  get #scene(): Scene {
    const { mark, folder } = this.#orders;
    return {
      ...{ house: this.#house, chance: this.#chance, mark, own: placesIn(folder).own },
      ...{ content: this.#content, keys: this.#keys, saved: this.#saved },
      meanwhile: (over) => this.#meanwhile(over),
    };
  }

  async #meanwhile(over: Promise<unknown>): Promise<void> {
    let isOver = false;
    const end = (): void => {
      isOver = true;
    };
    over.then(end, end);
    while (!isOver) {
      // Not before the key is changed: the hashing takes its time.
      if (this.#house.desks.keys.rotation !== null) await this.#do(this.#chance.pick(small) ?? 'add');
      await setImmediate();
    }
  }

  /** So that a kill can be aimed at the moments around a commit. */
  #announceTransactions(): void {
    const { store } = this.#house;
    const transaction = store.transaction.bind(store);
    store.transaction = (work) => {
      this.#tell({ told: 'step' });
      const result = transaction(work);
      this.#tell({ told: 'step' });
      return result;
    };
  }

  #tell(told: Told): void {
    writeSync(1, `${JSON.stringify(told)}\n`);
  }
}

const secretsAtFirst = 60;

/** Without the keys that are there and undefined. */
function definedOf(keys: NonNullable<Change['keys']>): Partial<Keys> {
  return Object.fromEntries(Object.entries(keys).filter(([, value]) => value !== undefined));
}

writeSync(1, `${JSON.stringify({ told: 'ready' } satisfies Told)}\n`);
const line = readFileSync(0, 'utf8');
// Nobody has orders for a victim that was made in reserve and is not needed any more.
if (line !== '') await new Victim(Orders.parse(JSON.parse(line))).live();
process.exit(0);
