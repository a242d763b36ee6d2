// The runs that are live, and the last few that were: what is shown of them, and who follows them. It holds redacted text
// alone, bounded, in memory. SECURITY P4: at a lock all of it is forgotten.
import { BrokerError } from '../../contract/fault.ts';
import type { LivePart, LiveRead, LiveRun } from '../../contract/live.ts';
import type { RequestId } from '../../contract/vocabulary.ts';
import { Listeners } from '../listeners.ts';
import type { Clock } from '../ports/clock.ts';
import { createPartRing, type PartRing } from './part-ring.ts';

/** Gets every part of a run in order. A promise: it has had enough until it resolves. */
export type Follower = (part: LivePart) => Promise<void> | undefined;

export interface LiveHandle {
  readonly isFollowed: boolean;
  emit(part: LivePart): Promise<void> | undefined;
  /** @param outcome in words */
  end(outcome: string): void;
}

/** Whose run it is, and how the person stops it. */
export interface LiveOwner {
  readonly id: RequestId;
  readonly owner: string;
  stop(): void;
}

interface Entry {
  readonly of: LiveOwner;
  about: LiveRun;
  readonly ring: PartRing;
  /** Where its follower reads on. */
  followed: number;
  /** Resolves at the next part, or at its end. */
  news: PromiseWithResolvers<void>;
}

const mostEnded = 5;
/** A reader that has read all waits for more at most so long. */
const readMs = 2000;
/** Little parts come together. */
const gatherMs = 50;

export class LiveRuns {
  /** Told when a run begins or ends, and not of its parts. */
  readonly changed = new Listeners();
  readonly #clock: Clock;
  readonly #entries = new Map<RequestId, Entry>();
  /** By run and owner. */
  readonly #followers = new Map<string, Follower>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** At a lock. */
  forget(): void {
    for (const { news } of this.#entries.values()) news.resolve();
    this.#entries.clear();
    this.#followers.clear();
    this.changed.notify();
  }

  /** The newest first. */
  list(): readonly LiveRun[] {
    return [...this.#entries.values()].map(({ about }) => about).reverse();
  }

  begin(of: LiveOwner, about: Omit<LiveRun, 'id' | 'endedAt' | 'outcome'>): LiveHandle {
    const { id } = of;
    const entry: Entry = {
      ...{ of, about: { id, ...about, endedAt: null, outcome: null }, ring: createPartRing() },
      ...{ followed: 0, news: Promise.withResolvers<void>() },
    };
    this.#entries.set(id, entry);
    this.changed.notify();
    const isFollowed = (): boolean => this.#followers.has(keyOf(of));
    const isKept = (): boolean => this.#entries.get(id) === entry;
    return {
      get isFollowed() {
        return isFollowed();
      },
      // What a lock made forgotten gets nothing more.
      emit: (part) => (isKept() ? this.#emit(entry, part) : undefined),
      end: (outcome) => {
        if (!isKept()) return;
        entry.about = { ...entry.about, endedAt: this.#clock.now(), outcome };
        entry.news.resolve();
        this.#forgetOldest();
        this.changed.notify();
      },
    };
  }

  /**
   * From now on `take` gets every part of the run, which may not have begun; first those that no follower had yet, as far as
   * they are kept. Of two followers the later one counts. SECURITY P8: to any but the owner of the run it is as if there were
   * none. Returns the way to stop.
   */
  follow(of: Pick<LiveOwner, 'id' | 'owner'>, take: Follower): () => void {
    const key = keyOf(of);
    const own: Follower = (part) => take(part);
    this.#followers.set(key, own);
    const entry = this.#entries.get(of.id);
    if (entry?.of.owner === of.owner) {
      const missed = entry.ring.from(entry.followed).parts;
      entry.followed = entry.ring.next;
      for (const part of missed) void take(part);
    }
    return () => {
      if (this.#followers.get(key) === own) this.#followers.delete(key);
    };
  }

  /** The person stops it. @throws BrokerError unknown_request when it does not run */
  stop(id: RequestId): void {
    const entry = this.#entries.get(id);
    if (entry === undefined || entry.about.endedAt !== null) throw new BrokerError('unknown_request');
    entry.of.stop();
  }

  /** Parts from `from` on; when there are none yet, it waits a little for them. @throws BrokerError unknown_request */
  async read(id: RequestId, from: number): Promise<LiveRead> {
    const entry = this.#entries.get(id);
    if (entry === undefined) throw new BrokerError('unknown_request');
    if (from >= entry.ring.next && entry.about.endedAt === null) await this.#newsOf(entry);
    // SECURITY P4: it may have been locked meanwhile.
    if (this.#entries.get(id) !== entry) throw new BrokerError('unknown_request');
    return { ...entry.ring.from(from), ended: entry.about.endedAt !== null };
  }

  #emit(entry: Entry, part: LivePart): Promise<void> | undefined {
    entry.ring.push(part);
    entry.news.resolve();
    entry.news = Promise.withResolvers<void>();
    const take = this.#followers.get(keyOf(entry.of));
    if (take === undefined) return undefined;
    entry.followed = entry.ring.next;
    return take(part);
  }

  async #newsOf(entry: Entry): Promise<void> {
    const late = Promise.withResolvers<void>();
    const stopTimer = this.#clock.after(readMs, late.resolve);
    await Promise.race([entry.news.promise, late.promise]);
    stopTimer();
    const gathered = Promise.withResolvers<void>();
    this.#clock.after(gatherMs, gathered.resolve);
    await gathered.promise;
  }

  #forgetOldest(): void {
    const ended = [...this.#entries.values()].filter(({ about }) => about.endedAt !== null);
    ended.sort((a, b) => (a.about.endedAt ?? 0) - (b.about.endedAt ?? 0));
    for (const { about } of ended.slice(0, -mostEnded)) this.#entries.delete(about.id);
  }
}

function keyOf({ id, owner }: Pick<LiveOwner, 'id' | 'owner'>): string {
  return `${id} ${owner}`;
}
