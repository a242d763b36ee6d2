// Approvals that last a while. They live in memory only and end with the unlock, whatever else they were given for.
import type { GrantView } from '../../contract/approval.ts';
import type { CallAction } from '../../contract/call.ts';
import { BrokerError } from '../../contract/fault.ts';
import type { Lasting, Reach } from '../../contract/lasting.ts';
import type { Action, ActionFile } from '../../contract/run.ts';
import type { ClientId } from '../../contract/vocabulary.ts';
import { isCall } from '../calls/is-call.ts';
import { Listeners } from '../listeners.ts';
import type { Clock } from '../ports/clock.ts';
import type { Randomness } from '../ports/randomness.ts';
import { callOffers, callWords, coversCall } from './call-coverage.ts';
import { type Covered, covers } from './coverage.ts';
import { isOffered, longestYes, offersFor } from './lastingness.ts';

export interface Grant {
  readonly id: string;
  readonly clientId: ClientId;
  readonly clientName: string;
}

/** Runs under one grant that printed a secret: the third one ends the grant. */
const leaksAllowed = 3;
/** Of a secret that may not be allowed for longer, any grant ends after this. */
const cappedMs = 60 * 60_000;

/** What a yes can be to. */
type Allowed = Action | CallAction;

interface Held extends Grant {
  readonly action: Allowed;
  readonly reach: Reach;
  readonly grantedAt: number;
  /** Infinity: until the lock. */
  readonly until: number;
  /** Infinity: any number. */
  usesLeft: number;
  used: number;
  lastUsedAt: number | null;
  leaks: number;
}

export type Covering =
  | { readonly kind: 'covers'; readonly grant: Grant }
  | { readonly kind: 'changed'; readonly files: readonly ActionFile[] };

export class Grants {
  /** Told after every change. */
  readonly changed = new Listeners();
  readonly #clock: Clock;
  readonly #randomness: Randomness;
  readonly #held = new Map<string, Held>();

  constructor(clock: Clock, randomness: Randomness) {
    this.#clock = clock;
    this.#randomness = randomness;
  }

  /**
   * `runs`: how many runs the same answer has allowed already; each is a use. A grant for the same takes its place. Returns null
   * when nothing lasts: once, or no use left.
   * @throws BrokerError bad_request for what is not offered
   */
  add(action: Allowed, lasting: Lasting, reach: Reach, runs: number): Grant | null {
    const offers = isCall(action) ? callOffers(action, true) : offersFor(action, true);
    if (!isOffered(offers, lasting, reach)) throw new BrokerError('bad_request');
    if (lasting.kind === 'once' || lasting.kind === 'rule') return null;
    const usesLeft = lasting.kind === 'uses' ? lasting.uses - runs : Infinity;
    if (usesLeft < 1) return null;
    const now = this.#clock.now();
    for (const held of this.#live()) if (held.reach === reach && isTwin(held, action)) this.#held.delete(held.id);
    const id = `grant_${this.#randomness.bytes(8).toString('hex')}`;
    const minutes = lasting.kind === 'minutes' ? lasting.minutes * 60_000 : Infinity;
    this.#held.set(id, {
      id,
      clientId: action.client.id,
      clientName: action.client.name,
      ...{ action, reach, grantedAt: now },
      until: now + Math.min(minutes, longestYes(action) === 'minutes' ? cappedMs : Infinity),
      usesLeft,
      ...{ used: 0, lastUsedAt: null, leaks: 0 },
    });
    this.changed.notify();
    return { id, clientId: action.client.id, clientName: action.client.name };
  }

  /** SECURITY P2. null: none covers it. */
  covering(action: Allowed): Covering | null {
    let changed: Covering | null = null;
    for (const held of this.#live()) {
      const covered = coverageOf(held.action, held.reach, action);
      if (covered.kind === 'yes') return { kind: 'covers', grant: held };
      if (covered.kind === 'changed') changed ??= covered;
    }
    return changed;
  }

  /** One run is about to start under it. @returns false when it is over */
  spend(id: string): boolean {
    const held = this.#live().find((each) => each.id === id);
    if (held === undefined) return false;
    held.usesLeft -= 1;
    held.used += 1;
    held.lastUsedAt = this.#clock.now();
    this.changed.notify();
    return true;
  }

  /** A run under it printed a secret, which was redacted. @returns the grant when that was once too often, and it ended */
  leaked(id: string): Grant | null {
    const held = this.#held.get(id);
    if (held === undefined) return null;
    held.leaks += 1;
    return held.leaks < leaksAllowed ? null : (this.#end([held])[0] ?? null);
  }

  /** The oldest first. */
  list(): readonly GrantView[] {
    return this.#live().map(viewOf);
  }

  /** @throws BrokerError unknown_grant */
  revoke(id: string): Grant {
    const [ended] = this.#end(this.#live().filter((held) => held.id === id));
    if (ended === undefined) throw new BrokerError('unknown_grant');
    return ended;
  }

  /** SECURITY P4: called at every lock. Returns what ended. */
  revokeAll(): readonly Grant[] {
    return this.#end(this.#live());
  }

  revokeClient(id: ClientId): readonly Grant[] {
    return this.#end(this.#live().filter((held) => held.clientId === id));
  }

  #live(): readonly Held[] {
    const now = this.#clock.now();
    for (const { id, until, usesLeft } of this.#held.values()) {
      if (now >= until || usesLeft < 1) this.#held.delete(id);
    }
    return [...this.#held.values()];
  }

  #end(ended: readonly Held[]): readonly Grant[] {
    for (const { id } of ended) this.#held.delete(id);
    if (ended.length > 0) this.changed.notify();
    return ended;
  }
}

function coverageOf(granted: Allowed, reach: Reach, action: Allowed): Covered {
  if (isCall(granted) && isCall(action)) return { kind: coversCall(granted, reach, action) ? 'yes' : 'no' };
  return isCall(granted) || isCall(action) ? { kind: 'no' } : covers(granted, reach, action);
}

function isTwin(held: Held, action: Allowed): boolean {
  return (
    coverageOf(held.action, held.reach, action).kind === 'yes' &&
    coverageOf(action, held.reach, held.action).kind === 'yes'
  );
}

function viewOf({ id, clientName, action, reach, until, usesLeft, grantedAt, used, lastUsedAt }: Held): GrantView {
  return {
    ...{ id, clientName, reach, grantedAt, used, lastUsedAt },
    covers: wordsOf(action, reach),
    secrets: [...new Set(action.secrets.map(({ name }) => name))],
    project: isCall(action) ? null : (action.project ?? action.cwd),
    until: until === Infinity ? null : until,
    usesLeft: usesLeft === Infinity ? null : usesLeft,
  };
}

/** The longest line that a list shows of a command. */
const wordsLength = 200;

function wordsOf(action: Allowed, reach: Reach): string {
  const words = isCall(action) ? callWords(action, reach) : commandWords(action, reach);
  return words.length > wordsLength ? `${words.slice(0, wordsLength - 1)}…` : words;
}

function commandWords({ command, commands }: Action, reach: Reach): string {
  const whole = command.kind === 'shell' ? command.line : command.argv.join(' ');
  return {
    exact: () => whole,
    alike: () => [...new Set(commands.map(({ risk }) => risk.verb.join(' ')))].join(', '),
    reads: () => [...new Set(commands.map(({ risk }) => risk.verb[0] ?? ''))].join(', '),
  }[reach]();
}
