// What must be found after a kill: everything that was acknowledged, and of what was under way all or nothing. It only compares.
import { daysKept } from '../../app/core/backup/rolling-backups.ts';
import { changed, differences, digestOf } from './content.ts';
import type { Change, Content, Found, Keys, Operation, Saved, Told } from './protocol.ts';

/** One thing that is not as it must be. `lost`: an acknowledged write is not there. */
export interface Finding {
  readonly kind: 'lost' | 'wrong';
  readonly what: string;
}

interface UnderWay {
  readonly operation: Operation;
  readonly change: Change;
}

export class Ledger {
  #content: Content = { secrets: {}, settings: '', agents: {} };
  #keys: Keys | null = null;
  #saved: Saved | null = null;
  #audited = 0;
  #backups = 0;
  #foundDone: readonly Operation[] = [];
  readonly #underWay = new Map<number, UnderWay>();

  get saved(): Saved | null {
    return this.#saved;
  }

  get recovery(): string | null {
    return this.#keys?.recovery ?? null;
  }

  /** What was begun and not acknowledged, the outer one first. */
  get underWay(): readonly Operation[] {
    return [...this.#underWay.values()].map(({ operation }) => operation);
  }

  /** The one in use, and after it one whose change was begun. */
  get passphrases(): readonly string[] {
    const begun = [...this.#underWay.values()].flatMap(({ change }) => change.keys?.passphrase ?? []);
    return [...(this.#keys === null ? [] : [this.#keys.passphrase]), ...begun];
  }

  /** What was cut short before the last look and was found to be on disk all the same. */
  get foundDone(): readonly Operation[] {
    return this.#foundDone;
  }

  begins({ turn, operation, change }: Extract<Told, { told: 'begins' }>): void {
    if (operation === 'open') this.#foundDone = [];
    this.#underWay.set(turn, { operation, change });
  }

  /** What was acknowledged. */
  done({ turn, recovery, audited }: Extract<Told, { told: 'done' }>): Operation | null {
    const { operation, change } = this.#underWay.get(turn) ?? { operation: null, change: {} };
    this.#underWay.delete(turn);
    this.#audited = audited;
    this.#content = changed(this.#content, change);
    if (this.#keys !== null) this.#keys = keysAfter(this.#keys, change, recovery);
    this.#saved = change.saved ?? this.#saved;
    if (operation === 'rolling backup') this.#backups = Math.max(this.#backups, 1);
    return operation;
  }

  /** Holds what was found against what must be there, and goes on from what was found. `open` itself is under way now. */
  weigh(found: Found): Finding[] {
    const cutShort = [...this.#underWay.values()]
      .filter(({ operation }) => operation !== 'open')
      .map(({ change }) => change);
    const findings =
      this.#keys === null ? [] : [...this.#weighContent(found, cutShort), ...this.#weighKeys(found, cutShort)];
    this.#foundDone = [...this.#underWay.values()]
      .filter((each) => this.#isDone(each, found))
      .map(({ operation }) => operation);
    for (const [turn, { operation }] of this.#underWay) if (operation !== 'open') this.#underWay.delete(turn);
    if (found.audited < this.#audited) {
      findings.push({ kind: 'lost', what: `${this.#audited - found.audited} audit events are missing` });
    }
    if (found.backups < Math.min(this.#backups, daysKept)) {
      findings.push({
        kind: 'lost',
        what: `there are ${found.backups} automatic backups, and there were ${this.#backups}`,
      });
    }
    this.#backups = found.backups;
    const recovery = found.recovery === 'right' ? this.recovery : null;
    this.#content = found.content;
    this.#keys = { ...found.keys, recovery };
    return [...findings, ...found.wrong.map((what) => ({ kind: 'wrong' as const, what }))];
  }

  /** Whether it shows that the change was made. */
  #isDone({ change }: UnderWay, { content, keys }: Found): boolean {
    const before = this.#keys;
    if (before === null) return false;
    if (change.keys !== undefined) {
      return digestOf(sorted({ ...keys, recovery: null })) !== digestOf(sorted({ ...before, recovery: null }));
    }
    const moved = differences(this.#content, content).length > 0;
    return moved && differences(changed(this.#content, change), content).length === 0;
  }

  /** Of those changes at most one is of the content: as it was before or as it is after it. */
  #weighContent({ content }: Found, cutShort: readonly Change[]): Finding[] {
    const allowed = [this.#content, ...cutShort.map((change) => changed(this.#content, change))];
    const all = allowed.map((each) => differences(each, content)).sort((a, b) => a.length - b.length);
    return (all[0] ?? []).map((what) => ({ kind: 'lost', what }));
  }

  #weighKeys({ keys, recovery }: Found, cutShort: readonly Change[]): Finding[] {
    const before = this.#keys;
    if (before === null) return [];
    // A code that was made and never told leaves the one before without effect.
    const stands = { ...keys, recovery: recovery === 'right' ? before.recovery : null };
    const allowed = [before, ...cutShort.map((change) => keysAfter(before, change, null))];
    const same = allowed.some((each) => digestOf(sorted(each)) === digestOf(sorted(stands)));
    return same
      ? []
      : [{ kind: 'lost', what: `what opens the vault is not as it was left: ${wordsOf(before, stands)}` }];
  }
}

function keysAfter(keys: Keys, { keys: next = {} }: Change, recovery: string | null): Keys {
  return {
    version: next.version ?? keys.version,
    passphrase: next.passphrase ?? keys.passphrase,
    recovery: next.recovery === undefined ? keys.recovery : recovery,
    wraps: next.wraps ?? keys.wraps,
  };
}

function sorted({ version, passphrase, recovery, wraps }: Keys): unknown {
  return [version, passphrase, recovery, [...wraps].sort()];
}

/** Without the passphrase and the code themselves. */
function wordsOf(before: Keys, found: Keys): string {
  const words = [
    before.version === found.version ? null : `key version ${found.version}, not ${before.version}`,
    before.passphrase === found.passphrase ? null : 'another passphrase',
    before.recovery === found.recovery ? null : 'the recovery code opens nothing',
    digestOf([...before.wraps].sort()) === digestOf([...found.wraps].sort()) ? null : 'other ways in',
  ];
  return words.filter((word) => word !== null).join(', ');
}
