// What the trusted windows may do: answer, unlock, set up, save a value. Which window may do which is ipc-main's check.

import { BrokerError } from '../contract/fault.ts';
import type { TrustedSubject } from '../contract/ipc.ts';
import type { PersonSide } from '../core/person/person-side.ts';
import type { KeyStoreState } from '../core/ports/key-store.ts';
import type { TrustedHandlers } from './ipc-main.ts';
import type { Purpose, Windows } from './windows.ts';

export interface TrustedWindowParts {
  readonly person: PersonSide;
  readonly windows: Windows;
  readonly keychain: () => Promise<KeyStoreState>;
  readonly electron: { readonly version: string; readonly old: boolean };
}

export function createTrustedHandlers(parts: TrustedWindowParts): TrustedHandlers {
  const { person, windows } = parts;
  return {
    'subject.get': (_none, { purpose }) => subjectOf(parts, purpose),
    'vault.create': async ({ passphrase, useKeychain, acceptOldElectron }) => {
      // An Electron without security fixes holds a vault only after the person said so.
      if (parts.electron.old && !acceptOldElectron) throw new BrokerError('bad_request');
      await person.createVault(passphrase, { keychain: useKeychain });
      windows.closeTrusted('setup');
      windows.openMain();
    },
    'vault.unlock': async ({ passphrase, acceptRollback }) => {
      await person.unlock(passphrase, { acceptRollback });
      windows.closeTrusted('unlock');
    },
    // SECURITY P9: a page can be painted before its window is shown; arming begins when the person can see it.
    'question.drawn': ({ id }, { contents }) => windows.whenShown(contents, () => person.questionDrawn(id)),
    'question.answer': ({ id, digest, answer }) => person.answer(id, digest, answer),
    'secret.save': async ({ id, wish, draft }, { purpose }) => {
      // The window's purpose names the record; the page cannot turn to another one.
      if (purpose.kind === 'secret' && (purpose.id !== id || wish !== null)) throw new BrokerError('bad_request');
      if (purpose.kind === 'question' && wish === null) throw new BrokerError('bad_request');
      await person.saveSecret(id, wish, draft);
      if (purpose.kind === 'secret') windows.closeTrusted('secret');
    },
    'window.fit': ({ height }, { contents }) => windows.fit(contents, height),
    'window.close': (_none, { purpose }) => windows.closeTrusted(purpose.kind),
  };
}

async function subjectOf(parts: TrustedWindowParts, purpose: Purpose): Promise<TrustedSubject | null> {
  const { person, electron } = parts;
  switch (purpose.kind) {
    case 'setup':
      return {
        kind: 'setup',
        keychain: await parts.keychain(),
        oldElectron: electron.old,
        electronVersion: electron.version,
      };
    case 'unlock':
      return { kind: 'unlock', waiting: [...person.waiting()], knocking: [...person.knocking()] };
    case 'question': {
      const question = person.question(purpose.id ?? undefined) ?? person.question();
      return question === null ? null : { kind: 'question', question };
    }
    case 'secret': {
      const secret = purpose.id === null ? null : (person.secrets().find(({ id }) => id === purpose.id) ?? null);
      return { kind: 'secret', secret };
    }
  }
}
