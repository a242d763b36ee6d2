// A new recovery code for a vault that is in use. SECURITY P9: making one needs a proof.
import { useState } from 'react';
import { call } from '../broker.ts';
import { Warning } from '../controls.tsx';
import { ProofPrompt } from '../proof-prompt.tsx';
import type { RecoveryExit, RecoveryStep } from '../recovery-steps.tsx';
import { RecoverySteps } from '../recovery-steps.tsx';
import { useProof } from '../use-proof.ts';

interface NewRecoveryProps {
  /** There is a code already. */
  readonly replaces: boolean;
  readonly onBack: () => void;
}

export function NewRecovery({ replaces, onBack }: NewRecoveryProps) {
  const proof = useProof();
  // Once the new one is made there is a code, which is no warning any more.
  const [replaced] = useState(replaces);
  const make = async () => {
    const made = await proof.prove((given) => call('keys.newRecovery', { proof: given }));
    return made?.value.code ?? null;
  };
  return (
    <RecoverySteps
      title="A new recovery code"
      says="For the day the passphrase is forgotten."
      offer={
        <>
          {replaced ? (
            <Warning>The code you have now opens nothing as soon as the new one is made. Destroy that paper.</Warning>
          ) : null}
          <ProofPrompt ask={proof} to="make a recovery code" does="Make it" />
        </>
      }
      off={proof.state.kind !== 'idle'}
      make={make}
      exitFrom={exitFrom}
      end="Done"
      onEnd={onBack}
    />
  );
}

function exitFrom(step: Exclude<RecoveryStep, 'done'>): RecoveryExit {
  if (step === 'offer') return { label: 'Back', warning: null, sure: 'Back' };
  const warning =
    'Nobody knows yet whether what you noted down is right, and it is not shown again. Leave it untested?';
  return { label: 'Back', warning, sure: 'Leave it untested' };
}
