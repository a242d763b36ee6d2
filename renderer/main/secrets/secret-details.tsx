// Everything that may be said about one secret, and what can be done with it.
import { Ellipsis, Trash2 } from 'lucide-react';
import type { KeyboardEvent, Ref } from 'react';
import { faultMessages } from '../../../app/contract/fault.ts';
import type { OwnSecretView, SecretSummary } from '../../../app/contract/secret.ts';
import { kindWords } from '../../tokens/words.ts';
import { Button } from '../../ui/button.tsx';
import { Notice, Section } from '../../ui/layout.tsx';
import { Menu, MenuItem } from '../../ui/menu.tsx';
import type { Story } from '../activity/stories.ts';
import { useAct } from '../acts.tsx';
import { useBrokerAt } from '../broker.ts';
import { ago, dateOf } from '../times.ts';
import { useNow } from '../use-now.ts';
import { FieldCard } from './field-card.tsx';
import { SecretFacts } from './secret-facts.tsx';
import { SecretUses } from './secret-uses.tsx';
import './secret-details.css';

interface SecretDetailsProps {
  readonly summary: SecretSummary;
  readonly revision: number;
  /** Of the newest part of the log; null: not known yet. */
  readonly stories: readonly Story[] | null;
  readonly onRemove: () => void;
  /** Escape was pressed. */
  readonly onLeave: () => void;
  readonly ref: Ref<HTMLElement>;
}

export function SecretDetails({ summary, revision, stories, onRemove, onLeave, ref }: SecretDetailsProps) {
  const act = useAct();
  const now = useNow(60_000);
  const { id, name } = summary;
  const loaded = useBrokerAt('secrets.get', { id }, revision);
  const secret = loaded.kind === 'ready' ? loaded.value : null;
  const edit = () => act('window.open', { kind: 'secret', id });
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape' && !event.defaultPrevented) onLeave();
  };
  return (
    <article ref={ref} className="secret-details" aria-label={name} tabIndex={-1} onKeyDown={onKeyDown}>
      <header>
        <h1>{name}</h1>
        <div className="page-actions">
          <Button onClick={edit}>Edit…</Button>
          <Button onClick={() => act('window.open', { kind: 'reveal', id })}>Show or copy values…</Button>
          <Menu trigger={<MoreButton />}>
            <MenuItem icon={Trash2} tone="danger" onSelect={onRemove}>
              Remove…
            </MenuItem>
          </Menu>
        </div>
        <p>{secret === null ? summary.description : leadOf(secret, now)}</p>
      </header>
      {loaded.kind === 'failed' ? <Notice tone="danger">{faultMessages[loaded.code]}</Notice> : null}
      {secret === null ? null : (
        <>
          <FieldCard fields={secret.fields} onEdit={edit} />
          <SecretFacts secret={secret} now={now} onEdit={edit} />
          {secret.notes === '' ? null : (
            <Section title="Notes, for you alone">
              <p className="secret-notes">{secret.notes}</p>
            </Section>
          )}
          <SecretUses name={name} stories={stories} now={now} />
        </>
      )}
    </article>
  );
}

function MoreButton(props: object) {
  return (
    <button type="button" className="button button--icon" aria-label="More" {...props}>
      <Ellipsis size={15} aria-hidden />
    </button>
  );
}

function leadOf(secret: OwnSecretView, now: number): string {
  const added = `added ${dateOf(secret.createdAt)}`;
  const changed = secret.version > 1 ? `changed ${ago(secret.updatedAt, now)}, version ${secret.version}` : null;
  const what = secret.description === '' ? kindWords[secret.kind] : secret.description;
  return [what, added, changed].filter(Boolean).join(' · ');
}
