// What a trusted window is about, told to its page. SECURITY P1: no subject carries a sensitive value.

import type { TrustedSubject } from '../../contract/trusted-channels.ts';
import type { TrustedSender } from '../trusted-sender.ts';
import type { TrustedWindowParts } from './parts.ts';

/** null: there is nothing for such a window any more. @throws BrokerError locked, unknown_secret */
export async function subjectOf(
  parts: TrustedWindowParts,
  { purpose, showing }: TrustedSender,
): Promise<TrustedSubject | null> {
  const { person, settings, keychain, electron } = parts;
  const { secrets, moves, keys, policy, backupFolder } = parts.desks;
  const { state } = person.status();
  switch (purpose.kind) {
    case 'setup':
      return {
        kind: 'setup',
        keychain: await keychain(),
        oldElectron: electron.old,
        electronVersion: electron.version,
        made: state !== 'empty',
      };
    case 'unlock':
      return {
        kind: 'unlock',
        waiting: [...person.waiting()],
        knocking: [...person.knocking()],
        ways: await keys.waysIn(),
      };
    case 'question': {
      const question = person.question(purpose.id ?? undefined) ?? person.question();
      return question === null ? null : { kind: 'question', question, showing };
    }
    case 'secret':
      return { kind: 'secret', secret: purpose.id === null ? null : secrets.get(purpose.id) };
    case 'move': {
      const move = moves.move(purpose.place);
      if (move === null) return null;
      const { place, what, name, env, kind } = move;
      return { kind: 'move', place, what, name, env, secretKind: kind };
    }
    case 'reveal':
      return {
        kind: 'reveal',
        secret: secrets.get(purpose.id),
        clipboardSeconds: settings.current.clipboardSeconds,
      };
    case 'import':
      return { kind: 'import' };
    case 'export':
      return { kind: 'export', secrets: secrets.summaries().map(({ id, name }) => ({ id, name })) };
    case 'keys':
      return { kind: 'keys', keys: await keys.view() };
    case 'restore': {
      const names = await backupFolder.list();
      return {
        kind: 'restore',
        state,
        rolling: names
          .filter((name) => name.endsWith('.backup'))
          .sort()
          .reverse(),
      };
    }
    case 'client':
      return { kind: 'client', client: parts.desks.clients.find(purpose.id) };
    case 'provider':
      return parts.desks.providers.subject(purpose.id);
    case 'agent': {
      const { gateway } = parts.desks;
      return { kind: 'agent', agent: gateway.find(purpose.id), scopes: gateway.scopesFor(purpose.id) };
    }
    case 'admin':
      return { kind: 'admin', until: parts.desks.gateway.adminUntil };
    case 'policy':
      return { kind: 'policy', proposal: policy.proposal() };
    case 'settings':
      return {
        kind: 'settings',
        about: purpose.about,
        settings: settings.current,
        canAsk: await keys.canAsk(),
      };
  }
}
