// For tests only: a process that dies in the middle. From one chosen step on, nothing that it does reaches the disk or the
// keychain any more, so that not even its own cleaning up does.
import { BrokerError } from '../contract/fault.ts';
import type { RecordStore } from '../core/ports/record-store.ts';
import { MemoryKeyStore } from './vault.testkit.ts';

export interface Steps {
  step(): void;
}

export class Life implements Steps {
  #left: number;

  /** It dies instead of taking step number `steps` + 1. */
  constructor(steps: number) {
    this.#left = steps;
  }

  get isOver(): boolean {
    return this.#left < 0;
  }

  step(): void {
    this.#left -= 1;
    if (this.isOver) throw new BrokerError('internal');
  }
}

/** Each of `deadly` is a step, and so is the moment after a transaction: it may be on disk and not be known to be. */
export function mortalStore(store: RecordStore, life: Steps): RecordStore {
  return new Proxy(store, {
    get: (target, name) => {
      const method: unknown = Reflect.get(target, name);
      if (typeof method !== 'function') return method;
      if (!deadly.has(String(name))) return method.bind(target);
      return (...given: unknown[]) => {
        life.step();
        const result: unknown = Reflect.apply(method, target, given);
        if (name === 'transaction') life.step();
        return result;
      };
    },
  });
}

const deadly = new Set(['transaction', 'replaceWraps', 'putManifest', 'remove', 'manifest']);

/** Each write and removal is two steps: before it, and after it and before it is known. */
export class MortalKeyStore extends MemoryKeyStore {
  readonly #life: Steps;

  constructor(kept: MemoryKeyStore, life: Steps) {
    super(kept.items);
    this.#life = life;
  }

  override async read(account: string): Promise<Buffer | null> {
    this.#life.step();
    return await super.read(account);
  }

  override async write(account: string, bytes: Buffer): Promise<void> {
    this.#life.step();
    await super.write(account, bytes);
    this.#life.step();
  }

  override async remove(account: string): Promise<void> {
    this.#life.step();
    await super.remove(account);
    this.#life.step();
  }
}
