// The findings of one kind, each with the fix as a button.
import { useState } from 'react';
import type { HealthFix } from '../../../app/contract/health.ts';
import { Button } from '../../ui/button.tsx';
import { Section } from '../../ui/layout.tsx';
import { useAct } from '../acts.tsx';
import { RemoveSecret } from '../secrets/remove-secret.tsx';
import { grouped } from '../times.ts';
import type { FindingGroup, Ill } from './finding-groups.ts';

const shownAtOnce = 25;

interface FindingSectionProps {
  readonly group: FindingGroup;
  readonly onFiles: () => void;
}

export function FindingSection({ group, onFiles }: FindingSectionProps) {
  const [shown, setShown] = useState(shownAtOnce);
  const [removing, setRemoving] = useState<Ill | null>(null);
  const left = group.ill.length - shown;
  return (
    <Section
      title={
        <>
          {group.title} <span className="health-count">{grouped(group.ill.length)}</span>
        </>
      }
      lead={group.lead}
    >
      <ul className="card findings">
        {group.ill.slice(0, shown).map((ill) => (
          <li key={ill.id} className="finding">
            <div>
              <code>{ill.name}</code>
              <small>{ill.finding.sentence}</small>
            </div>
            <Fixes ill={ill} onFiles={onFiles} onRemove={() => setRemoving(ill)} />
          </li>
        ))}
      </ul>
      {left <= 0 ? null : (
        <Button tone="quiet" onClick={() => setShown(shown + 4 * shownAtOnce)}>
          {left <= 4 * shownAtOnce ? `Show the other ${grouped(left)}` : `Show ${4 * shownAtOnce} more`}
        </Button>
      )}
      {removing === null ? null : <RemoveSecret secret={removing} onClose={() => setRemoving(null)} />}
    </Section>
  );
}

interface FixesProps {
  readonly ill: Ill;
  readonly onFiles: () => void;
  readonly onRemove: () => void;
}

function Fixes({ ill: { id, name, finding }, onFiles, onRemove }: FixesProps) {
  const act = useAct();
  const has = (fix: HealthFix) => finding.fixes.includes(fix);
  const open = () => act('window.open', { kind: 'secret', id });
  return (
    <div className="finding-fixes">
      {finding.kind === 'leaked' ? (
        <Button aria-label={`Show the files with a copy of ${name}`} onClick={onFiles}>
          Show the files
        </Button>
      ) : null}
      {has('rotate') ? (
        <Button aria-label={`New value for ${name}`} onClick={open}>
          New value…
        </Button>
      ) : null}
      {has('edit') && !has('rotate') ? (
        <Button aria-label={`Edit ${name}`} onClick={open}>
          Edit…
        </Button>
      ) : null}
      {has('remove') ? (
        <Button tone="danger" aria-label={`Remove ${name}`} onClick={onRemove}>
          Remove…
        </Button>
      ) : null}
      {has('snooze') ? (
        <Button
          tone="quiet"
          aria-label={`Put off for 30 days: ${name}`}
          onClick={() => act('health.snooze', { id, kind: finding.kind })}
        >
          Put off 30 days
        </Button>
      ) : null}
    </div>
  );
}
