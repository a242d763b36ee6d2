// Backups, restore and repair, from their own windows.

import { BrokerError } from '../../contract/fault.ts';
import type { TrustedParams } from '../../contract/trusted-channels.ts';
import type { TrustedHandlers } from '../ipc-main.ts';
import type { TrustedSender } from '../trusted-sender.ts';
import type { TrustedWindowParts } from './parts.ts';

export function backupHandlers(
  parts: TrustedWindowParts,
): Pick<
  TrustedHandlers,
  'backup.save' | 'backup.open' | 'restore.apply' | 'repair.plan' | 'repair.apply' | 'restore.window' | 'unlock.window'
> {
  const { dialogs, windows } = parts;
  const { backups, files } = parts.desks;
  return {
    'backup.save': async ({ passphrase, proof }, { contents, closed }) => {
      const bytes = await backups.bytes(passphrase, proof, closed);
      const path = await dialogs.save(contents, 'Save a backup', 'postern.backup');
      if (path !== null) await files.write(path, bytes);
      return { written: path !== null };
    },
    'backup.open': async ({ pick, opener }, sender) => {
      const bytes = await picked(parts, pick, sender);
      return bytes === null ? null : await backups.open(bytes, opener);
    },
    'restore.apply': ({ choice, proof }, { closed }) => backups.restore(choice, proof, closed),
    'repair.plan': async ({ pick, opener }, sender) => {
      const bytes = await picked(parts, pick, sender);
      return bytes === null ? null : await backups.planRepair(bytes, opener);
    },
    'repair.apply': ({ opener }) => backups.repair(opener),
    'unlock.window': () => {
      windows.openTrusted({ kind: 'unlock' });
      windows.closeTrusted('restore');
    },
    'restore.window': () => windows.openTrusted({ kind: 'restore' }),
  };
}

type BackupPick = TrustedParams<'backup.open'>['pick'];

async function picked(
  { desks: { backupFolder, files }, dialogs }: TrustedWindowParts,
  pick: BackupPick,
  { contents }: TrustedSender,
): Promise<Buffer | null> {
  if (pick.kind === 'file') {
    const path = await dialogs.open(contents, 'Choose a backup');
    return path === null ? null : await files.readBackup(path);
  }
  // The name comes from a page: only one that is in the folder counts.
  if (!(await backupFolder.list()).includes(pick.name)) throw new BrokerError('backup_missing');
  return await backupFolder.read(pick.name);
}
