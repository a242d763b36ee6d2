// The older versions of a secret: one can be brought back, and all can be forgotten, which needs a proof. No value is shown.
import { useState } from 'react';
import type { FaultCode } from '../../app/contract/fault.ts';
import { faultCodeOf } from '../../app/contract/fault.ts';
import type { OlderVersion } from '../../app/contract/secret.ts';
import { call } from './broker.ts';
import { Button, Fault, Fold } from './controls.tsx';
import { momentWords } from './days.ts';
import { ProofPrompt } from './proof-prompt.tsx';
import { useProof } from './use-proof.ts';

/** `count`: how many there are; the list itself is asked for when it is opened. */
export function OlderVersions({ count }: { readonly count: number }) {
  const [versions, setVersions] = useState<readonly OlderVersion[] | null>(null);
  const [fault, setFault] = useState<FaultCode | null>(null);
  const [busy, setBusy] = useState(false);
  const proof = useProof();
  const failed = (thrown: unknown) => setFault(faultCodeOf(thrown));
  const load = () => call('secret.versions', undefined).then(setVersions, failed);
  const bringBack = async (version: number) => {
    if (busy) return;
    setBusy(true);
    setFault(null);
    // Then the broker tells the window to ask again, and the form starts anew with what came back.
    await call('secret.bringBack', { version }).catch(failed);
    setBusy(false);
  };
  if (count === 0) return null;
  return (
    <Fold summary={count === 1 ? '1 older version' : `${count} older versions`} onOpen={load}>
      <ul className="versions">
        {versions?.map(({ version, at, name, valuesDiffer }) => (
          <li key={version}>
            <span>
              <b>Version {version}</b>, saved {momentWords(at)}
              <small>
                {valuesDiffer ? 'other values' : 'the same values'} · <code>{name}</code>
              </small>
            </span>
            <Button off={busy} aria-label={`Bring back version ${version}`} onClick={() => bringBack(version)}>
              Bring back
            </Button>
          </li>
        ))}
      </ul>
      <Fault code={fault} />
      {proof.state.kind === 'asking' ? null : (
        <Button
          tone="link"
          off={proof.state.kind === 'busy'}
          onClick={() => proof.prove((given) => call('secret.forgetOlder', { proof: given }))}
        >
          Forget older versions…
        </Button>
      )}
      <ProofPrompt ask={proof} to="forget the older versions for good" />
    </Fold>
  );
}
