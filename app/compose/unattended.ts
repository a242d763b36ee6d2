// What is different about a Postern without windows: nobody can be asked, and locked it stays locked.
import { Approvals } from '../core/approvals/approvals.ts';
import { NobodyToAsk } from '../core/approvals/nobody-to-ask.ts';
import type { Clock } from '../core/ports/clock.ts';
import type { LockReason, SessionPart } from '../core/session/session.ts';
import type { SessionLifeParts } from '../core/session/session-life.ts';

export interface Unattended {
  /** It locks when it was not used for so many hours; null: for as many as the vault's settings say. */
  readonly hours: number | null;
  /** Called at the lock. */
  readonly locked: (why: LockReason) => void;
}

/** `unattended` undefined, here and below: a person sits in front of the windows. */
export function queueOfQuestions(clock: Clock, home: string, unattended: Unattended | undefined): Approvals {
  return unattended === undefined ? new Approvals(clock, home) : new NobodyToAsk(clock, home);
}

export function settingsOfLife(
  settings: SessionLifeParts['settings'],
  unattended: Unattended | undefined,
): SessionLifeParts['settings'] {
  const hours = unattended?.hours ?? null;
  if (hours === null) return settings;
  return {
    get current() {
      return { ...settings.current, sessionHours: hours };
    },
    changed: settings.changed,
  };
}

/** Told of the lock first of all: parts are locked in reverse. */
export function unattendedParts(unattended: Unattended | undefined): readonly SessionPart[] {
  return unattended === undefined ? [] : [{ unlocked: () => {}, locked: unattended.locked }];
}
