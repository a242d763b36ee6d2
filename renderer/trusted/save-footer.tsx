// The end of a form that may need a proof: while that is asked for, its own buttons are all there is.
import { Button } from './controls.tsx';
import type { useProof } from './use-proof.ts';

interface SaveFooterProps {
  readonly proof: ReturnType<typeof useProof>;
  readonly onCancel: () => void;
  /** There is nothing that could be saved. */
  readonly off?: boolean;
}

export function SaveFooter({ proof, onCancel, off = false }: SaveFooterProps) {
  const busy = proof.state.kind === 'busy';
  if (proof.state.kind === 'asking') return <footer />;
  return (
    <footer>
      <Button onClick={onCancel}>Cancel</Button>
      <Button tone="go" submit off={busy || off}>
        {busy ? 'Saving…' : 'Save'}
      </Button>
    </footer>
  );
}
