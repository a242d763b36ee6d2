// The vault as the session opens and shuts it, with what the person set about quick unlock.
import type { SessionPart, SessionVault } from '../core/session/session.ts';
import type { VaultRoom } from './vault-room.ts';

/** The settings follow the vault; what they said of quick unlock counts for the lock that forgets them. */
export function composeSessionVault({ vault, settings, check }: VaultRoom): {
  readonly sessionVault: SessionVault;
  readonly settingsPart: SessionPart;
} {
  let keepQuick = false;
  return {
    settingsPart: {
      unlocked: () => settings.load(),
      locked: (why) => {
        keepQuick = settings.current.quickUnlock && why !== 'quit';
        check.withdraw();
        settings.forget();
      },
    },
    sessionVault: {
      get state() {
        return vault.state;
      },
      create: (passphrase, options) => vault.create(passphrase, options),
      unlockWith: (opener, options) => vault.unlockWith(opener, options),
      lock: () => vault.lock({ keepQuick }),
    },
  };
}
