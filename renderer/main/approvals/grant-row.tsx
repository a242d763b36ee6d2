// Something that is allowed for a while: what, to whom, how much of it is left, and the click that ends it.
import type { GrantView } from '../../../app/contract/approval.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { VisibleText } from '../../ui/visible-text.tsx';
import { useAct } from '../acts.tsx';
import { leftWords, reachWords, usedWords } from './grant-words.ts';

export function GrantRow({ grant, now }: { readonly grant: GrantView; readonly now: number }) {
  const act = useAct();
  const { clientName, covers, secrets, project } = grant;
  return (
    <div className="grant-row">
      <div>
        <code>
          <VisibleText text={covers} />
        </code>{' '}
        <span className="grant-reach">{reachWords(grant)}</span>
        <small>
          for{' '}
          <b>
            <VisibleText text={clientName} />
          </b>
          {secrets.length === 0 ? ', with no secret' : `, with ${secrets.join(', ')}`}
          {project === null ? null : (
            <>
              , in <VisibleText text={project} />
            </>
          )}
        </small>
        <small>
          {usedWords(grant, now)} {grant.used === 0 ? <Badge tone="write">never used</Badge> : null}
        </small>
      </div>
      <span className="grant-left">{leftWords(grant, now)}</span>
      <Button onClick={() => act('grants.revoke', { id: grant.id })}>Revoke</Button>
    </div>
  );
}
