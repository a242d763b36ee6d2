// The events of the vault itself in plain sentences: presence, settings, keys, backups, and what comes in and goes out. Pure.
import type { AuditEvent, PresencePurpose } from '../../../app/contract/audit.ts';
import { assertNever } from '../../../app/contract/fault.ts';
import type { WrapKind } from '../../../app/contract/keys.ts';
import { clockTime, counted } from '../times.ts';
import type { Sentence } from './event-words.ts';

/** What is neither of a client nor of a request. */
export type VaultEvent = Extract<
  AuditEvent,
  {
    kind:
      | `presence.${string}`
      | `settings.${string}`
      | `secrets.${string}`
      | `keys.${string}`
      | `backup.${string}`
      | 'vault.repaired'
      | 'commands.written'
      | 'session.shortened'
      | 'session.extended'
      | 'audit.exported'
      | 'audit.begun_anew'
      | 'secret.brought_back'
      | 'secret.history_forgotten'
      | 'secret.reference_confirmed'
      | 'secret.revealed';
  }
>;

export function vaultEventWords(event: VaultEvent): Sentence {
  switch (event.kind) {
    case 'session.shortened':
      return [{ strong: event.client.name }, ` had Postern lock earlier, at ${clockTime(event.endsAt)}.`];
    case 'session.extended':
      return [
        'You let Postern stay unlocked for ',
        counted(event.hours, 'hour'),
        ', as ',
        { strong: event.client.name },
        ' asked.',
      ];
    case 'audit.exported':
      return ['You let ', { strong: event.client.name }, ' read the audit log.'];
    case 'commands.written':
      return [
        event.act === 'install' ? 'You put the commands of Postern into ' : 'You removed the commands of Postern from ',
        { code: event.folder },
        '.',
      ];
    case 'presence.confirmed':
      return [`You confirmed ${byWords[event.by]} that it is you, ${purposeWords[event.purpose]}.`];
    case 'presence.refused':
      return [`Someone tried ${purposeWords[event.purpose]}, but did not confirm that it is you. Nothing was done.`];
    case 'settings.changed':
      return [
        `You changed ${listed(event.names.map((name) => settingWords[name] ?? name))}.`,
        event.loosened ? ' In some way that allows more than before.' : '',
      ].filter((part) => part !== '');
    case 'secret.brought_back':
      return ['You brought back version ', String(event.from), ' of ', { strong: event.name }, '.'];
    case 'secret.history_forgotten':
      return ['You deleted the older versions of ', { strong: event.name }, '.'];
    case 'secret.reference_confirmed':
      return ['You confirmed where ', { strong: event.name }, ' points.'];
    case 'secret.revealed':
      return [revealWords[event.how], { strong: event.name }, ` (${event.field}).`];
    case 'secrets.exported':
      return [`You wrote ${counted(event.names, 'secret')} to a plain file.`];
    case 'secrets.imported':
      return [
        `You imported from ${sourceWords[event.source] ?? event.source}: ${event.added} new, ${event.replaced} changed, ${event.skipped} left out.`,
      ];
    case 'keys.passphrase_changed':
      return ['You changed the passphrase.'];
    case 'keys.recovery_made':
      return ['You made a new recovery code. An earlier one opens nothing any more.'];
    case 'keys.wrap_changed':
      return [`You ${event.present ? 'added' : 'removed'} a way to open the vault: ${wrapWords[event.wrap]}.`];
    case 'keys.rotated':
      return [
        event.end === 'begun'
          ? `You began to replace the vault key. The new one is number ${event.keyVersion}.`
          : `Every record is under the new vault key, number ${event.keyVersion}.`,
      ];
    case 'backup.saved':
      return [event.how === 'person' ? 'You saved a backup.' : 'Postern made its backup of the day.'];
    case 'backup.restored':
      return [`You restored a backup: ${event.added} added, ${event.replaced} replaced, ${event.removed} removed.`];
    case 'audit.begun_anew':
      return ['The audit log begins anew here: the keys of the one before were lost with the damage.'];
    case 'vault.repaired':
      return [`You repaired the vault: ${counted(event.mended, 'record')} mended, ${event.lost} lost.`];
    default:
      return assertNever(event);
  }
}

const byWords = { system: 'to this computer', passphrase: 'with your passphrase' } as const;

const purposeWords: Readonly<Record<PresencePurpose, string>> = {
  unlock: 'to unlock',
  approval: 'to allow what an agent asked for',
  reveal: 'to see or copy a value',
  export: 'to export secrets',
  references: 'to confirm where a secret points',
  history: 'to delete older versions',
  keys: 'to change the keys',
  restore: 'to restore a backup',
  backup: 'to save a backup',
  settings: 'to change the settings',
  policy: 'to change the policy',
  client: 'to change what an agent may use',
  agent: 'to change what an agent may call',
  provider: 'to change where a secret is sent',
  admin: 'to make an admin token',
};

const revealWords = {
  shown: 'You looked at the value of ',
  copied: 'You copied the value of ',
  code: 'You looked at the one-time code of ',
} as const;

const settingWords: Readonly<Record<string, string>> = {
  sessionHours: 'how long a session lasts',
  idleMinutes: 'when it locks while you are away',
  quickUnlock: 'quick unlock',
  presenceForEveryApproval: 'what an approval asks of you',
  clipboardSeconds: 'how long a copied value stays',
  gateway: 'how agents reach the gateway',
};

const sourceWords: Readonly<Record<string, string>> = {
  dotenv: 'a .env file',
  onepassword_1pux: '1Password',
  onepassword_csv: '1Password',
  bitwarden_json: 'Bitwarden',
  bitwarden_csv: 'Bitwarden',
  keepassxc_csv: 'KeePassXC',
  keepassxc: 'KeePassXC',
  aws: 'the files of AWS',
  gh: 'the files of gh',
  npmrc: 'the files of npm',
  docker: 'the files of Docker',
  pass: 'pass',
  keychain: 'the keychain',
};

const wrapWords: Readonly<Record<WrapKind, string>> = {
  'keychain+passphrase': 'the passphrase together with the keychain',
  passphrase: 'the passphrase alone',
  keychain: 'the keychain alone',
  recovery: 'the recovery code',
};

function listed(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}
