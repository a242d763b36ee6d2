// What the main window may ask for. SECURITY P1, P7: no handler here returns a value or approves anything.
import type { AppState } from '../contract/ipc.ts';
import type { PersonSide } from '../core/person/person-side.ts';
import type { MainHandlers } from './ipc-main.ts';
import type { Windows } from './windows.ts';

export interface MainWindowParts {
  readonly person: PersonSide;
  readonly windows: Windows;
  readonly state: () => Promise<AppState>;
  readonly connect: () => { readonly claudeCommand: string; readonly json: string };
  readonly allowStart: (allowed: boolean) => void;
  readonly copy: (text: string) => void;
}

export function createMainHandlers({
  person,
  windows,
  state,
  connect,
  allowStart,
  copy,
}: MainWindowParts): MainHandlers {
  return {
    'state.get': state,
    'session.lock': () => person.lock('person'),
    'session.open': () => openSession(person, windows),
    'secrets.list': () => (person.status().state === 'unlocked' ? [...person.secrets()] : []),
    'secrets.openAdd': () => windows.openTrusted({ kind: 'secret', id: null }),
    'secrets.openEdit': ({ id }) => windows.openTrusted({ kind: 'secret', id }),
    'secrets.remove': ({ id }) => person.removeSecret(id),
    'questions.open': ({ id }) => {
      if (person.status().state === 'unlocked') windows.openTrusted({ kind: 'question', id });
      else openSession(person, windows);
    },
    'questions.deny': ({ id }) => person.deny(id),
    'clients.list': () => [...person.listClients()],
    'clients.pause': ({ id }) => person.pauseClient(id),
    'clients.resume': ({ id }) => person.resumeClient(id),
    'clients.remove': ({ id }) => person.removeClient(id),
    'audit.list': ({ before, limit }) => [...person.auditEntries(before, limit)],
    'audit.verify': () => person.verifyAudit(),
    'start.allow': ({ allowed }) => {
      allowStart(allowed);
      windows.changed();
    },
    'connect.text': connect,
    'connect.copy': ({ which }) => copy(connect()[which]),
  };
}

/** Set-up without a vault, unlock with a locked one; unlocked already: nothing. */
export function openSession(person: PersonSide, windows: Windows): void {
  const { state } = person.status();
  if (state !== 'unlocked') windows.openTrusted({ kind: state === 'empty' ? 'setup' : 'unlock' });
}
