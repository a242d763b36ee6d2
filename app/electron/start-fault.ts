// What the person is told when Postern cannot start, and the one thing that they can choose then. Nothing is ever deleted.
import { dialog } from 'electron';
import { type FaultCode, faultMessages } from '../contract/fault.ts';

const title = 'Postern could not start';

/** Says why, and nothing more can be done here. */
export function sayStartFault(code: FaultCode): void {
  dialog.showErrorBox(title, faultMessages[code]);
}

/** Whether to put a vault file that cannot be read aside and begin anew; quitting is what happens without a choice. */
export function wantsFreshVault(): boolean {
  const chosen = dialog.showMessageBoxSync({
    type: 'error',
    title,
    message: faultMessages.vault_truncated,
    detail:
      'Postern can put the file aside, in the folder "damaged" of its profile, and begin with a new vault. Everything in your ' +
      'backups can then be restored: Settings, Backups, Restore.',
    buttons: ['Quit', 'Put it aside and begin anew'],
    defaultId: 0,
    cancelId: 0,
    noLink: true,
  });
  return chosen === 1;
}
