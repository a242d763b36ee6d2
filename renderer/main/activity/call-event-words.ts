// Calls of APIs, the agents of the gateway, their tokens and its providers, each event as a plain sentence. Pure.
import type { AuditEvent } from '../../../app/contract/audit.ts';
import { assertNever, faultMessages } from '../../../app/contract/fault.ts';
import { clockTime, counted, took } from '../times.ts';
import { deniedBefore } from './decision-words.ts';
import { heldBy, nameOf, type Part, type Sentence } from './event-words.ts';

type Of<K extends AuditEvent['kind']> = Extract<AuditEvent, { kind: K }>;

export type CallEvent = Extract<
  AuditEvent,
  {
    kind:
      | `call.${string}`
      | `gateway.${string}`
      | `agent.${string}`
      | `token.${string}`
      | `admin.${string}`
      | `provider.${string}`;
  }
>;

export function isCallEvent(event: AuditEvent): event is CallEvent {
  return /^(?:call|gateway|agent|token|admin|provider)\./.test(event.kind);
}

export function callEventWords(event: CallEvent): Sentence {
  switch (event.kind) {
    case 'call.asked':
      return [nameOf(event), ' asked to send ', addressOf(event), ...heldBy(event.secrets), '.'];
    case 'call.started':
      return ['It was sent: ', addressOf(event), ...heldBy(event.secrets), bodyWords(event), `, ${byWords(event)}.`];
    case 'call.finished':
      return finished(event);
    case 'call.denied':
      return deniedBefore(event);
    case 'call.refused':
      return ['Postern refused ', addressOf(event), '. ', faultMessages[event.code]];
    case 'call.blocked':
      return ['Postern held ', addressOf(event), ` back: it held ${findingWords(event)}. Nothing was sent.`];
    case 'gateway.opened':
      return [event.door === 'port' ? 'The gateway was opened on a port.' : 'The gateway was opened on a socket.'];
    case 'gateway.closed':
      return ['The gateway was closed.'];
    case 'agent.asked':
      return [nameOf(event), ' asked to use the gateway', ...forScopes(event.scopes), '.'];
    case 'agent.registered':
      return ['You let in ', nameOf(event), ...forScopes(event.scopes), '.'];
    case 'agent.refused':
      return [nameOf(event), ' was not let in. ', faultMessages[event.code]];
    case 'agent.paused':
      return agentPaused(event);
    case 'agent.resumed':
      return ['You resumed ', nameOf(event), '.'];
    case 'agent.removed':
      return ['You removed ', nameOf(event), '. Its key and its tokens open nothing any more.'];
    case 'agent.limits_set':
      return limitsSet(event);
    case 'token.issued':
      return [nameOf(event), ' took a token', ...forScopes(event.scopes), `, good until ${clockTime(event.until)}.`];
    case 'token.revoked':
      return ['A token of ', nameOf(event), ` ended: ${revokedWords[event.why]}.`];
    case 'admin.token_issued':
      return [`You made an admin token, good until ${clockTime(event.until)}.`];
    case 'admin.token_revoked':
      return ['Your admin token ended.'];
    case 'admin.used':
      return [adminWords[event.what]];
    case 'provider.added':
      return ['You set up ', ...providerOf(event), '.'];
    case 'provider.changed':
      return ['You changed ', ...providerOf(event), event.loosened ? '. In some way it allows more than before.' : '.'];
    case 'provider.removed':
      return ['You removed ', ...providerOf(event), '.'];
    default:
      return assertNever(event);
  }
}

/** `POST api.github.com/user`, without its query. What could not be read of it is left out. */
export function addressOf({
  method,
  host,
  path,
}: {
  readonly method: string;
  readonly host: string;
  readonly path: string;
}): Part {
  return { code: `${method} ${host}${path}`.trim() };
}

/** How a call ended, in a few words: `answered 200`. */
export function callEndWords({ end, status, code }: Of<'call.finished'>): string {
  const answered = status === null ? '' : `answered ${status}, `;
  switch (end) {
    case 'answered':
      return status === null ? 'answered' : `answered ${status}`;
    case 'aborted':
      return `${answered}broken off`;
    case 'timed_out':
      return `${answered}it took too long`;
    case 'failed':
      return code === 'upstream_untrusted' ? 'the API’s certificate could not be verified' : `${answered}it failed`;
    case 'blocked':
      return 'stopped by Postern, since it held what looks like a secret';
    default:
      return assertNever(end);
  }
}

export function findingWords({ findings }: Pick<Of<'call.blocked'>, 'findings'>): string {
  return findings.includes('vault_value') ? 'a value of your vault' : 'what looks like a secret';
}

/** What a call was sent by without a question; empty after one. */
export function callAllowedBy({ by, scope }: Pick<Of<'call.started'>, 'by' | 'scope'>): string {
  switch (by) {
    case 'approval':
      return '';
    case 'grant':
      return 'allowed earlier';
    case 'rule':
      return 'by a rule';
    case 'scope':
      return scope === null ? 'as its token may' : `as its token may, ${scope}`;
    default:
      return assertNever(by);
  }
}

function byWords(event: Of<'call.started'>): string {
  return event.by === 'approval' ? 'as you had allowed' : callAllowedBy(event);
}

function bodyWords({ bodyBytes }: Of<'call.started'>): string {
  if (bodyBytes === null) return ', with a body sent as it came';
  return bodyBytes === 0 ? '' : `, with a body of ${counted(bodyBytes, 'byte')}`;
}

function finished(event: Of<'call.finished'>): Sentence {
  const redactions = event.redactions.map((each) => `${each.name} ×${each.count}`).join(', ');
  return [
    `It ended after ${took(event.durationMs)}: ${callEndWords(event)}.`,
    event.code === null ? '' : ` ${faultMessages[event.code]}`,
    event.status === null ? '' : ` The answer had ${counted(event.answerBytes, 'byte')}.`,
    redactions === '' ? '' : ` Redacted from it: ${redactions}.`,
  ].filter((part) => part !== '');
}

function agentPaused(event: Of<'agent.paused'>): Sentence {
  switch (event.why) {
    case 'person':
      return ['You paused ', nameOf(event), '.'];
    case 'not_mine':
      return ['You said that you did not ask for this, so ', nameOf(event), ' was paused.'];
    case 'blocked':
      return ['Postern paused ', nameOf(event), ': what it sent held secrets again and again.'];
    default:
      return assertNever(event.why);
  }
}

function limitsSet(event: Of<'agent.limits_set'>): Sentence {
  return [
    'You set what ',
    nameOf(event),
    ' may call',
    ...forScopes(event.scopes),
    `, ${counted(event.callsPerMinute, 'time')} a minute.`,
    ...(event.loosened ? [' In some way that is more than before.'] : []),
  ];
}

/** So many of a long list are said. */
const said = 4;

function forScopes(scopes: readonly string[]): Sentence {
  const more = scopes.length - said;
  return scopes
    .slice(0, said)
    .flatMap((code, at): Part[] => [at === 0 ? ', for ' : ', ', { code }])
    .concat(more > 0 ? [` and ${more} more`] : []);
}

function providerOf({
  name,
  host,
  secret,
}: Of<'provider.added'> | Of<'provider.changed'> | Of<'provider.removed'>): Sentence {
  return ['the provider ', { strong: name }, ' at ', { code: host }, ', which gets ', { strong: secret }];
}

const revokedWords = {
  agent: 'the agent gave it back',
  person: 'you ended it',
  admin: 'it was ended with the admin token',
  pause: 'the agent was paused',
  remove: 'the agent was removed',
  limits: 'you changed what the agent may call',
  lock: 'Postern was locked',
} as const;

const adminWords = {
  agents: 'The list of agents was read with the admin token.',
  audit: 'The audit log was read with the admin token.',
  vault: 'The list of secrets was read with the admin token.',
  revoke: 'A token was ended with the admin token.',
  pause: 'An agent was paused with the admin token.',
  resume: 'An agent was resumed with the admin token.',
  remove: 'An agent was removed with the admin token.',
} as const;
