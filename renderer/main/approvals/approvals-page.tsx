// Questions that wait for an answer. SECURITY P7: from here one can open or deny a question, never approve it.
import { BadgeCheck, Cable, KeyRound, SquareTerminal } from 'lucide-react';
import type { QuestionSummary } from '../../../app/contract/approval.ts';
import type { VaultState } from '../../../app/contract/vocabulary.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Notice, Page } from '../../ui/layout.tsx';
import { VisibleText } from '../../ui/visible-text.tsx';
import { useAct } from '../acts.tsx';
import { span } from '../times.ts';
import { useNow } from '../use-now.ts';
import './approvals.css';

interface ApprovalsPageProps {
  readonly vault: VaultState;
  readonly waiting: readonly QuestionSummary[];
}

export function ApprovalsPage({ vault, waiting }: ApprovalsPageProps) {
  const now = useNow();
  if (waiting.length === 0) {
    return (
      <EmptyState icon={BadgeCheck} title="Nothing waits for you">
        When an agent asks to use a secret, a window of its own opens. A question you put off is listed here.
      </EmptyState>
    );
  }
  return (
    <Page title="Approvals" lead="Open a question to see what would run and to answer it in its own window.">
      {vault === 'locked' ? (
        <Notice>Unlock to see these in full and to allow them. You can deny them now.</Notice>
      ) : null}
      <div className="card approvals">
        {waiting.map((question) => (
          <WaitingRow key={question.id} question={question} now={now} />
        ))}
      </div>
    </Page>
  );
}

const kinds = {
  run: { icon: SquareTerminal, asks: ' wants to run a command' },
  pairing: { icon: Cable, asks: ' wants to connect' },
  wish: { icon: KeyRound, asks: ' asks for a secret' },
} as const;

function WaitingRow({ question, now }: { readonly question: QuestionSummary; readonly now: number }) {
  const act = useAct();
  const { icon: Icon, asks } = kinds[question.kind];
  return (
    <div className="approval-row">
      <Icon size={16} strokeWidth={1.75} aria-hidden />
      <div>
        <b>
          <VisibleText text={question.clientName} />
        </b>
        {asks}
        <small>asked {now - question.askedAt < 60_000 ? 'just now' : `${span(now - question.askedAt)} ago`}</small>
      </div>
      <Button tone="danger" onClick={() => act('questions.deny', { id: question.id })}>
        Deny
      </Button>
      <Button onClick={() => act('questions.open', { id: question.id })}>Open…</Button>
    </div>
  );
}
