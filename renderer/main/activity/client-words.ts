// What the person decided about an agent's reach, in plain sentences. Pure.
import type { AuditEvent } from '../../../app/contract/audit.ts';
import { assertNever } from '../../../app/contract/fault.ts';
import { limitParts } from '../../../app/contract/limit-words.ts';
import { nameOf, type Sentence } from './event-words.ts';

type Of<K extends AuditEvent['kind']> = Extract<AuditEvent, { kind: K }>;

export function limitsSet(event: Of<'client.limits_set'>): Sentence {
  const parts = limitParts(event);
  return [
    'You set what ',
    nameOf(event),
    ` may use: ${parts.length === 0 ? 'everything, as is usual' : parts.join('; ')}.`,
    event.loosened ? ' In some way that is more than before.' : '',
  ].filter((part) => part !== '');
}

export function keyRotated(event: Of<'client.key_rotated'>): Sentence {
  return event.end === 'asked'
    ? ['You asked for a new key for ', nameOf(event), '.']
    : [nameOf(event), ' came with its new key. The old one opens nothing any more.'];
}

/** The settings of an agent's program, changed from the page Agents. */
export function configWritten(event: Of<'client.config_written'>): Sentence {
  const verbs = { connect: 'You connected ', repair: 'You repaired the entry of ', disconnect: 'You disconnected ' };
  return [
    verbs[event.act],
    nameOf(event),
    event.act === 'repair' ? ' in ' : ' by a change of ',
    { code: event.file },
    '.',
  ];
}

export function pausedWords(event: Of<'client.paused'>): Sentence {
  switch (event.why) {
    case 'person':
      return ['You paused ', nameOf(event), '.'];
    case 'not_mine':
      return ['You said that you did not ask for this, so ', nameOf(event), ' was paused.'];
    case 'scans':
      return ['Postern paused ', nameOf(event), ': it had values of your secrets searched for again and again.'];
    case 'blocked':
      return ['Postern paused ', nameOf(event), ': what it sent held secrets again and again.'];
    default:
      return assertNever(event.why);
  }
}
