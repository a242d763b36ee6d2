// Each kind of audit event as one plain sentence. Pure. Text of agents comes out as its own part, so that it can be shown as such.
import type { AuditEvent } from '../../../app/contract/audit.ts';
import { assertNever, faultMessages } from '../../../app/contract/fault.ts';
import { counted, took } from '../times.ts';
import { callEventWords, isCallEvent } from './call-event-words.ts';
import { configWritten, keyRotated, limitsSet, pausedWords } from './client-words.ts';
import { allowedEvent, changedRun, deniedBefore, policyChanged } from './decision-words.ts';
import { vaultEventWords } from './vault-event-words.ts';

/** A sentence in parts: plain words, a name to stress, a command to show as code, somebody else's words to quote. */
export type Part = string | { readonly strong: string } | { readonly code: string } | { readonly quote: string };
export type Sentence = readonly Part[];

type Of<K extends AuditEvent['kind']> = Extract<AuditEvent, { kind: K }>;

export function eventWords(event: AuditEvent): Sentence {
  switch (event.kind) {
    case 'vault.created':
      return ['The vault was created.'];
    case 'vault.unlocked':
      return ['You unlocked Postern.'];
    case 'vault.locked':
      return [lockWords[event.why]];
    case 'unlock.failed':
      return ['An attempt to unlock failed. ', faultMessages[event.code]];
    case 'client.asked':
      return [nameOf(event), ' asked to connect', ...hostOf(event.host), '.'];
    case 'client.paired':
      return ['You connected ', nameOf(event), ...hostOf(event.host), '.'];
    case 'client.refused':
      return [nameOf(event), ' was turned away. ', faultMessages[event.code]];
    case 'client.paused':
      return pausedWords(event);
    case 'client.resumed':
      return ['You resumed ', nameOf(event), '.'];
    case 'client.removed':
      return ['You removed ', nameOf(event), '.'];
    case 'client.limits_set':
      return limitsSet(event);
    case 'client.key_rotated':
      return keyRotated(event);
    case 'client.output_set':
      return [
        event.hidesFindings ? 'You had Postern hide' : 'You had Postern show',
        ' what only looks like a secret in the output for ',
        nameOf(event),
        '.',
      ];
    case 'client.config_written':
      return configWritten(event);
    case 'client.looked_up':
      return [nameOf(event), lookWords[event.how], counted(event.found, 'secret'), '.'];
    case 'text.scanned':
      return scanned(event);
    case 'secret.added':
      return ['You added ', { strong: event.name }, ...wishedBy(event), '.'];
    case 'secret.updated':
      return ['You changed ', { strong: event.name }, ...wishedBy(event), `. It is version ${event.version} now.`];
    case 'secret.removed':
      return ['You removed ', { strong: event.name }, '.'];
    case 'request.received':
      return received(event);
    case 'approval.asked':
      return ['It needed your yes.'];
    case 'approval.allowed':
      return allowedEvent(event);
    case 'approval.denied':
      return [
        ...(event.reason === null ? ['You denied it.'] : ['You denied it: ', { quote: event.reason }, '.']),
        ...rememberedWords[event.remember],
      ];
    case 'approval.expired':
      return ['Nobody answered in time. Nothing was done.'];
    case 'approval.withdrawn':
      return [`The question was withdrawn: ${withdrawnWords[event.by]}.`];
    case 'run.denied':
      return deniedBefore(event);
    case 'rule.used':
      return ['Your rule ', { code: event.rule }, ' allowed it without a question.'];
    case 'grant.used':
      return ['What you had allowed for a while covered it.'];
    case 'grant.revoked':
      return ['What you had allowed ', nameOf(event), ` for a while ended: ${revokedWords[event.why]}.`];
    case 'policy.changed':
      return policyChanged(event);
    case 'run.started':
      return ['It started in ', { code: event.cwd }, ...heldBy(event.secrets), '.'];
    case 'run.finished':
      return finished(event);
    case 'run.refused':
      return ['Postern refused it. ', faultMessages[event.code]];
    case 'run.changed':
      return changedRun(event);
    case 'audit.verified':
      return [
        event.whole
          ? `You checked the log: all ${event.events} events are whole.`
          : 'You checked the log: it is broken.',
      ];
    case 'rollback.accepted':
      return [
        `You said that you restored a backup: the vault holds ${counted(event.found, 'event')}, Postern had seen ${event.anchored}.`,
      ];
    default:
      return isCallEvent(event) ? callEventWords(event) : vaultEventWords(event);
  }
}

/** What an agent asked for that was no run. */
export function wishWords({ wish, secrets }: Pick<Of<'request.received'>, 'wish' | 'secrets'>): Sentence {
  switch (wish) {
    case 'longer':
      return ['a longer session'];
    case 'export':
      return ['the audit log'];
    default:
      return [wish === 'update' ? 'a new value' : 'a value', ...secrets.flatMap((name) => [' for ', { strong: name }])];
  }
}

/** How a run ended, in a few words: `exit 0`, `stopped by SIGTERM`, `timed out`. */
export function endWords(event: Of<'run.finished'>): string {
  switch (event.end) {
    case 'exited':
      return event.exitCode === null ? `ended by ${event.signal ?? 'a signal'}` : `exit ${event.exitCode}`;
    case 'timed_out':
      return 'stopped, it took too long';
    case 'aborted':
      return event.stoppedBy === 'person' ? 'stopped by you' : 'stopped before it ended';
    case 'failed':
      return 'could not be started';
    default:
      return assertNever(event.end);
  }
}

/** `3 values redacted`; empty when there were none. */
export function redactionWords(event: Of<'run.finished'>): string {
  const count = event.redactions.reduce((sum, each) => sum + each.count, 0);
  return count === 0 ? '' : `${counted(count, 'value')} redacted`;
}

/** ` with a and b`; nothing when no secret was named. */
export function heldBy(names: readonly string[]): Sentence {
  return names.flatMap((name, at): Part[] => [
    at === 0 ? ' with ' : at === names.length - 1 ? ' and ' : ', ',
    { strong: name },
  ]);
}

export function nameOf(event: { readonly client: { readonly name: string } }): Part {
  return { strong: event.client.name };
}

function scanned(event: Of<'text.scanned'>): Sentence {
  const held: Sentence =
    event.secrets.length === 0 ? ['no value of yours'] : ['the value of ', ...heldBy(event.secrets).slice(1)];
  const looks = `, and ${counted(event.findings, 'place')} that ${event.findings === 1 ? 'looks' : 'look'} like a secret.`;
  return [nameOf(event), ' had a text searched for secrets. It held ', ...held, event.findings === 0 ? '.' : looks];
}

function received(event: Of<'request.received'>): Sentence {
  if (event.command === null) return [nameOf(event), ' asked you for ', ...wishWords(event), '.'];
  return [
    nameOf(event),
    ' asked to run ',
    { code: event.command.text },
    ...heldBy(event.secrets),
    '.',
    ...cut(event.command.cutBytes),
  ];
}

function cut(bytes: number): Sentence {
  return bytes === 0 ? [] : [` The log holds the beginning; ${counted(bytes, 'byte')} more were left out.`];
}

function finished(event: Of<'run.finished'>): Sentence {
  const redactions = event.redactions.map((each) => `${each.name} ×${each.count}`).join(', ');
  return [
    `It ended after ${took(event.durationMs)}: ${endWords(event)}.`,
    redactions === '' ? ' No value was in its output.' : ` Redacted from its output: ${redactions}.`,
    event.hiddenFindings === undefined
      ? ''
      : ` Hidden besides: ${counted(event.hiddenFindings, 'place')} that only looked like a secret.`,
    event.withheld === 'binary' ? ' The output was binary and was withheld.' : '',
    event.cutBytes === 0 ? '' : ` ${counted(event.cutBytes, 'byte')} of the output were left out.`,
  ].filter((part) => part !== '');
}

function wishedBy(event: { readonly wish: { readonly name: string } | null }): Sentence {
  return event.wish === null ? [] : [' because ', { strong: event.wish.name }, ' asked for it'];
}

function hostOf(host: string | null): Sentence {
  return host === null ? [] : [', started by ', { code: host }];
}

const lookWords = {
  list: ' listed your secrets, and was told of ',
  exists: ' asked whether you have a secret, and was told of ',
  view: ' asked about a secret by name, and was told of ',
} as const;

const lockWords = {
  person: 'You locked Postern.',
  agent: 'An agent locked Postern.',
  idle: 'Postern locked itself after a quiet while.',
  unused: 'Postern locked itself because the session was over.',
  day: 'Postern locked itself a day after it was unlocked.',
  suspend: 'Postern locked itself because the computer went to sleep.',
  screen: 'Postern locked itself with the screen.',
  display: 'Postern locked itself because the screen went to sleep.',
  quit: 'Postern was closed and locked.',
} as const;

const withdrawnWords = {
  agent: 'the agent took it back',
  person: 'you stopped it',
  lock: 'Postern was locked',
  disconnect: 'the agent went away',
  pause: 'the client was paused',
  quit: 'Postern was closed',
} as const;

const revokedWords = {
  person: 'you ended it',
  lock: 'Postern was locked',
  pause: 'the client was paused',
  remove: 'the client was removed',
  leaks: 'there were too many values in its output',
} as const;

const rememberedWords = {
  no: [],
  session: [' The same is denied until Postern locks.'],
  rule: [' The same is denied always, by a rule.'],
} as const;
