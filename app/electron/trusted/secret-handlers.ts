// Value entry and the past of a secret, from its own window.

import { BrokerError } from '../../contract/fault.ts';
import { leaveAnswered } from '../handlers-main.ts';
import type { TrustedHandlers } from '../ipc-main.ts';
import { secretOf } from '../purposes.ts';
import type { TrustedWindowParts } from './parts.ts';

export function secretHandlers({
  person,
  desks: { secrets, moves },
  windows,
}: TrustedWindowParts): Pick<
  TrustedHandlers,
  | 'secret.save'
  | 'move.value'
  | 'secret.versions'
  | 'secret.bringBack'
  | 'secret.forgetOlder'
  | 'secret.confirmReferences'
> {
  return {
    'secret.save': ({ id, wish, draft }, { purpose }) => {
      // The window's purpose names the record; the page cannot turn to another one.
      if (purpose.kind === 'secret' && (purpose.id !== id || wish !== null)) throw new BrokerError('bad_request');
      if (purpose.kind === 'question' && wish === null) throw new BrokerError('bad_request');
      if (purpose.kind === 'move' && (id !== null || wish !== null)) throw new BrokerError('bad_request');
      secrets.save(id, wish, draft);
      if (purpose.kind === 'move') moves.done(purpose.place, draft.name);
      if (purpose.kind === 'question') leaveAnswered(person, windows);
      else windows.closeTrusted(purpose.kind);
    },
    'move.value': async (_none, { purpose }) => {
      if (purpose.kind !== 'move') throw new BrokerError('bad_request');
      return { value: await moves.value(purpose.place) };
    },
    'secret.versions': (_none, { purpose }) => secrets.versions(secretOf(purpose)),
    'secret.bringBack': ({ version }, { purpose }) => secrets.bringBack(secretOf(purpose), version),
    'secret.forgetOlder': ({ proof }, { purpose, closed }) => secrets.forgetOlder(secretOf(purpose), proof, closed),
    'secret.confirmReferences': ({ proof }, { purpose, closed }) => {
      return secrets.confirmReferences(secretOf(purpose), proof, closed);
    },
  };
}
