// "May this be the policy?" SECURITY P9: nothing of it is in force before this. It draws the proposal line by line, and the answer
// names the digest of what was drawn.
import type { ReactNode } from 'react';
import { useState } from 'react';
import { faultCodeOf, faultMessages } from '../../../app/contract/fault.ts';
import type { PolicyProposal } from '../../../app/contract/policy.ts';
import type { Proof } from '../../../app/contract/proof.ts';
import { call } from '../broker.ts';
import { Button, Fault, Fold, Warning } from '../controls.tsx';
import { useEscape } from '../escape.ts';
import { ProofPrompt } from '../proof-prompt.tsx';
import { useArmed } from '../question/arming.ts';
import { useAct } from '../use-act.ts';
import { useProof } from '../use-proof.ts';
import { WindowHead } from '../window-head.tsx';
import { ChangeList } from './change-list.tsx';
import { PolicyText } from './policy-text.tsx';
import { changesWords, looserWords } from './policy-words.ts';
import './policy.css';

/** Keyed by the digest: another proposal is drawn, armed and proven anew. */
export function PolicyWindow({ proposal }: { readonly proposal: PolicyProposal | null }) {
  const [unwritten, setUnwritten] = useState(false);
  if (unwritten) return <LastWords title="The policy is in force">{faultMessages.policy_unwritable}</LastWords>;
  if (proposal === null) {
    return (
      <LastWords title="Nothing to accept">
        The change was accepted or discarded already, or policy.yaml says what is in force again.
      </LastWords>
    );
  }
  return <Proposal key={proposal.digest} proposal={proposal} onUnwritten={() => setUnwritten(true)} />;
}

interface ProposalProps {
  readonly proposal: PolicyProposal;
  /** It was accepted, but policy.yaml could not be written. */
  readonly onUnwritten: () => void;
}

function Proposal({ proposal, onUnwritten }: ProposalProps) {
  const { digest, from, changes, looser } = proposal;
  const armed = useArmed();
  const ask = useProof();
  const { busy, fault, act } = useAct();
  const [discarding, setDiscarding] = useState(false);
  const fromFile = from === 'file';
  const idle = ask.state.kind === 'idle' && !busy;
  const close = () => call('window.close', undefined);
  useEscape(() => (idle ? (discarding ? setDiscarding(false) : close()) : undefined));
  // The broker closes the window when either is done.
  const accept = async () => {
    const accepted = (proof: Proof | null) =>
      call('policy.accept', { digest, proof }).catch((thrown: unknown) => {
        if (faultCodeOf(thrown) !== 'policy_unwritable') throw thrown;
        onUnwritten();
      });
    await (looser ? ask.prove(accepted) : ask.tryWithout(accepted));
  };
  const discard = () => act(() => call('policy.discard', { digest }));
  return (
    <>
      <WindowHead title={fromFile ? 'policy.yaml was changed' : 'Change the policy'}>
        {fromFile
          ? 'Somebody changed the file: you, or any program of your account. Nothing of it holds until you accept it.'
          : 'You changed it in Postern. Nothing of it holds until you accept it.'}
      </WindowHead>
      <div className="body">
        {looser ? <Warning>{looserWords(changes)}</Warning> : null}
        <section>
          <h2>{changesWords(changes.length)}</h2>
          <ChangeList changes={changes} />
        </section>
        <Fold summary="The new policy, word for word">
          <PolicyText text={proposal.text} />
        </Fold>
        {ask.state.kind === 'asking' ? null : <Fault code={fault} />}
        {discarding && fromFile ? (
          <p className="policy-discard">
            The file is written anew from the policy in force. What it says now is kept in a file beside it.
          </p>
        ) : null}
        <ProofPrompt ask={ask} to="accept a policy that lets more happen" does="Accept" />
        {ask.state.kind === 'asking' ? <footer /> : null}
        {ask.state.kind !== 'asking' && discarding ? (
          <footer>
            <Button onClick={() => setDiscarding(false)}>Keep it for now</Button>
            <Button tone="stop" off={!idle} onClick={discard}>
              {fromFile ? 'Discard what the file says' : 'Discard the changes'}
            </Button>
          </footer>
        ) : null}
        {ask.state.kind !== 'asking' && !discarding ? (
          <footer>
            <Button tone="link" off={!armed || !idle} onClick={() => setDiscarding(true)}>
              Discard…
            </Button>
            <Button off={!idle} onClick={close}>
              Not now
            </Button>
            <Button tone="go" off={!armed || !idle} onClick={accept}>
              Accept
            </Button>
          </footer>
        ) : null}
      </div>
    </>
  );
}

function LastWords({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  const close = () => call('window.close', undefined);
  useEscape(close);
  return (
    <>
      <WindowHead title={title}>{children}</WindowHead>
      <div className="body">
        <footer>
          <Button onClick={close}>Close</Button>
        </footer>
      </div>
    </>
  );
}
