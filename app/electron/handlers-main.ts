// What the main window may ask for. SECURITY P1, P7: no handler here returns a value, approves or loosens anything.
import type { AppState } from '../contract/main-channels.ts';
import type { RequestId } from '../contract/vocabulary.ts';
import type { Desks } from '../core/person/desks.ts';
import type { PersonSide } from '../core/person/person-side.ts';
import { gatewayHandlers } from './gateway-handlers.ts';
import type { MainHandlers } from './ipc-main.ts';
import type { Windows } from './windows.ts';

export interface MainWindowParts {
  readonly person: PersonSide;
  readonly desks: Desks;
  readonly windows: Windows;
  readonly state: () => Promise<AppState>;
  /** Absolute path of the shim's one file. */
  readonly shim: string;
  readonly allowStart: (allowed: boolean) => void;
  readonly copy: (text: string) => void;
  readonly chooseFolder: () => Promise<string | null>;
  readonly showFile: (path: string) => void;
  /** For work that goes on after its call was answered; what it throws is logged. */
  readonly inBackground: (work: Promise<unknown>) => void;
}

export function createMainHandlers(parts: MainWindowParts): MainHandlers {
  const { person, windows, state, shim } = parts;
  const { secrets, health, moves, backups, files, policy, connect, live } = parts.desks;
  const unlocked = (): boolean => person.status().state === 'unlocked';
  return {
    'state.get': state,
    'session.lock': () => person.lock('person'),
    'session.open': () => openSession(person, windows),
    'window.open': (purpose) => {
      if (unlocked() || purpose.kind === 'restore') windows.openTrusted(purpose);
      else openSession(person, windows);
    },
    'secrets.list': () => (unlocked() ? secrets.summaries() : []),
    'secrets.get': ({ id }) => (unlocked() ? secrets.find(id) : null),
    'secrets.remove': ({ id }) => secrets.remove(id),
    'questions.open': ({ id }) => openQuestion(person, windows, id),
    'questions.deny': ({ id }) => denyQuestion(person, windows, id),
    'grants.revoke': ({ id }) => person.revokeGrant(id),
    'policy.get': () => policy.view(),
    'policy.dryRun': (query) => policy.dryRun(query),
    'policy.check': ({ text }) => [...policy.check(text)],
    'policy.propose': ({ text }) => {
      policy.propose(text);
      windows.openTrusted({ kind: 'policy' });
    },
    'policy.review': () => {
      policy.review();
      windows.openTrusted({ kind: 'policy' });
    },
    'policy.proposeRule': ({ rule }) => {
      policy.proposeRule(rule);
      windows.openTrusted({ kind: 'policy' });
    },
    'policy.suggestions': async () => [...(await policy.suggestions())],
    'clients.list': () => [...person.listClients()],
    'clients.pause': ({ id }) => person.pauseClient(id),
    'clients.resume': ({ id }) => person.resumeClient(id),
    'clients.hideFindings': ({ id, hidesFindings }) => person.hideFindings(id, hidesFindings),
    'clients.newKey': ({ id }) => parts.desks.clients.orderNewKey(id),
    'clients.remove': ({ id }) => person.removeClient(id),
    'audit.list': ({ before, limit }) => [...person.auditEntries(before, limit)],
    'audit.verify': () => person.verifyAudit(),
    'health.get': () => health.health,
    'health.check': () => parts.inBackground(health.checkHealth()),
    'health.snooze': ({ id, kind }) => health.snooze(id, kind),
    'exposure.roots': async () => [...(await files.offeredRoots())],
    'exposure.choose': parts.chooseFolder,
    'exposure.get': () => health.exposure,
    'exposure.start': ({ roots }) => parts.inBackground(health.scanFiles(roots)),
    'exposure.cancel': () => health.cancelScan(),
    // Only a file that the scan found, so that a page cannot have any path opened.
    'exposure.showFile': ({ path }) => {
      if (health.foundIn(path)) parts.showFile(path);
    },
    'exposure.move': async ({ place }) => {
      await moves.begin(place);
      windows.openTrusted({ kind: 'move', place });
    },
    'exposure.copyPlace': ({ place: { path, line } }) => {
      if (health.foundIn(path)) parts.copy(`${path}:${line}`);
    },
    'backup.now': () => backups.makeNow(),
    'live.list': () => [...live.list()],
    'live.read': ({ id, from }) => live.read(id, from),
    'live.stop': ({ id }) => live.stop(id),
    'start.allow': ({ allowed }) => {
      parts.allowStart(allowed);
      windows.changed();
    },
    'connect.view': () => connect.view(shim),
    'connect.plan': (wish) => connect.plan(shim, wish),
    'connect.apply': ({ plan }) => connect.apply(plan),
    'connect.commands': ({ act }) => connect.writeCommands(shim, act),
    'connect.copy': async ({ which }) => parts.copy((await connect.text(shim))[which]),
    ...gatewayHandlers(parts),
  };
}

/** Set-up without a vault, unlock with a locked one; unlocked already: nothing. */
export function openSession(person: PersonSide, windows: Windows): void {
  const { state } = person.status();
  if (state !== 'unlocked') windows.openTrusted({ kind: state === 'empty' ? 'setup' : 'unlock' });
}

/** The question, or what has to come before it: unlocking. */
export function openQuestion(person: PersonSide, windows: Windows, id: RequestId): void {
  if (person.status().state === 'unlocked') windows.openTrusted({ kind: 'question', id });
  else openSession(person, windows);
}

/** From anywhere but its own window. @throws BrokerError unknown_request */
export function denyQuestion(person: PersonSide, windows: Windows, id: RequestId): void {
  person.deny(id);
  leaveAnswered(person, windows);
}

/** The person has answered the last question: its window is done with, also when it has the keyboard. */
export function leaveAnswered(person: PersonSide, windows: Windows): void {
  if (person.question() === null) windows.closeTrusted('question');
}
