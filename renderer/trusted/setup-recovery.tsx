// The last step of set-up: a recovery code, which may be left for later.
import { call } from './broker.ts';
import type { RecoveryExit, RecoveryStep } from './recovery-steps.tsx';
import { RecoverySteps } from './recovery-steps.tsx';

export function SetupRecovery() {
  return (
    <RecoverySteps
      title="Your vault is ready"
      says="One thing is left: a code for the day the passphrase is forgotten."
      offer={null}
      off={false}
      make={async () => (await call('setup.newRecovery', undefined)).code}
      exitFrom={exitFrom}
      end="Close"
      onEnd={() => call('window.close', undefined)}
    />
  );
}

function exitFrom(step: Exclude<RecoveryStep, 'done'>): RecoveryExit {
  if (step === 'offer') {
    const warning =
      'Without a recovery code a forgotten passphrase cannot be replaced: what is in the vault is lost. You can make one later, in the settings.';
    return { label: 'Skip', warning, sure: 'Go without one' };
  }
  const warning =
    'Nobody knows yet whether what you noted down is right. You can make another code later, in the settings.';
  return { label: 'Skip', warning, sure: 'Leave it untested' };
}
