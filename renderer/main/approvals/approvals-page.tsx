// What waits for an answer, what is allowed for now, and how often the person was asked. SECURITY P7: from here one can open, deny
// and revoke, never approve.
import { BadgeCheck } from 'lucide-react';
import type { AppState } from '../../../app/contract/main-channels.ts';
import { LinkButton } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Notice, Page, Section } from '../../ui/layout.tsx';
import { useAct } from '../acts.tsx';
import { useNow } from '../use-now.ts';
import { GrantRow } from './grant-row.tsx';
import { Prompts } from './prompts.tsx';
import { WaitingRow } from './waiting-row.tsx';
import './approvals.css';

export function ApprovalsPage({ state }: { readonly state: AppState }) {
  const { waiting, grants, prompts, session } = state;
  const act = useAct();
  // What is left of a permission is said to the minute.
  const now = useNow(5000);
  const isCalm = prompts.asked + prompts.unasked === 0;
  if (waiting.length + grants.length === 0 && (isCalm || session.state !== 'unlocked')) {
    return (
      <EmptyState icon={BadgeCheck} title="Nothing waits for you">
        When an agent asks to use a secret, a window of its own opens. A question you put off is listed here, and what
        you allow for a while.
      </EmptyState>
    );
  }
  return (
    <Page title="Approvals" lead="Open a question to see what would happen and to answer it in its own window.">
      {session.state === 'locked' && waiting.length > 0 ? (
        <Notice>Unlock to see these in full and to allow them. You can deny them now.</Notice>
      ) : null}
      {waiting.length === 0 ? (
        <p className="approvals-none">Nothing waits for you.</p>
      ) : (
        <div className="card approvals">
          {waiting.map((question) => (
            <WaitingRow key={question.id} question={question} now={now} />
          ))}
        </div>
      )}
      {session.state === 'unlocked' ? (
        <>
          <Section
            title={
              <span className="approvals-title">
                Allowed now
                {grants.length > 1 ? (
                  <LinkButton onClick={() => act('grants.revoke', { id: null })}>Revoke all</LinkButton>
                ) : null}
              </span>
            }
            lead="All of it ends when Postern locks, at the latest."
          >
            {grants.length === 0 ? (
              <p className="approvals-none">
                Nothing is allowed for a while. Each use asks, but for what the policy says.
              </p>
            ) : (
              <div className="card">
                {grants.map((grant) => (
                  <GrantRow key={grant.id} grant={grant} now={now} />
                ))}
              </div>
            )}
          </Section>
          <Prompts prompts={prompts} />
        </>
      ) : null}
    </Page>
  );
}
