// The keys of the vault and the settings, from their own windows.

import { loosens } from '../../core/settings/loosens.ts';
import { settingsMatter } from '../../core/settings/settings-book.ts';
import type { TrustedHandlers } from '../ipc-main.ts';
import type { TrustedWindowParts } from './parts.ts';

export function keysHandlers({
  desks: { keys },
  settings,
  check,
  windows,
}: TrustedWindowParts): Pick<
  TrustedHandlers,
  | 'keys.changePassphrase'
  | 'keys.newRecovery'
  | 'keys.checkRecovery'
  | 'keys.setWrap'
  | 'keys.rotate'
  | 'keys.stopRotation'
  | 'keys.rotation'
  | 'settings.save'
> {
  return {
    'keys.changePassphrase': ({ current, next }) => keys.changePassphrase(current, next),
    'keys.newRecovery': async ({ proof }, { closed }) => ({ code: await keys.newRecoveryCode(proof, closed) }),
    'keys.checkRecovery': async ({ code }) => ({ opens: await keys.checkRecoveryCode(code) }),
    'keys.setWrap': ({ wrap, present, passphrase }) => keys.setWrap(wrap, present, passphrase),
    'keys.rotate': async ({ passphrase }) => ({ end: await keys.rotate(passphrase) }),
    'keys.stopRotation': () => keys.stopRotation(),
    'keys.rotation': () => keys.rotation,
    'settings.save': async ({ settings: next, proof }, { closed }) => {
      // What only tightens needs no question.
      const loosened = loosens(settings.current, next).length > 0;
      settings.save(next, loosened && proof !== null ? await check.confirm(proof, settingsMatter, closed) : null);
      windows.closeTrusted('settings');
    },
  };
}
