// A restored secret points elsewhere, and does so only once the person has looked at where. SECURITY P9: needs a proof.
import type { OwnSecretView } from '../../app/contract/secret.ts';
import { call } from './broker.ts';
import { Button, Warning } from './controls.tsx';
import { ProofPrompt } from './proof-prompt.tsx';
import { useProof } from './use-proof.ts';
import { VisibleText } from './visible-text.tsx';

/** Nothing when no reference of the secret waits. */
export function InactiveReferences({ secret }: { readonly secret: OwnSecretView }) {
  const proof = useProof();
  const waiting = secret.fields.flatMap(({ name, reference }) =>
    reference === null || reference.active ? [] : [{ name, text: reference.text }],
  );
  if (waiting.length === 0) return null;
  return (
    <>
      <Warning>
        This secret came from a backup, and points elsewhere. Until you confirm that this is right, no command gets it.
        <ul className="inactive">
          {waiting.map(({ name, text }) => (
            <li key={name}>
              {name}:{' '}
              <code>
                <VisibleText text={text} />
              </code>
            </li>
          ))}
        </ul>
        {proof.state.kind === 'asking' ? null : (
          <Button
            off={proof.state.kind === 'busy'}
            onClick={() => proof.prove((given) => call('secret.confirmReferences', { proof: given }))}
          >
            Confirm
          </Button>
        )}
      </Warning>
      <ProofPrompt ask={proof} to="let this secret be read from there" />
    </>
  );
}
