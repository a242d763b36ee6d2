// Everything that may be said about one secret. SECURITY P1: the value is a fixed number of dots; not even its length is known here.
import { Ellipsis, Trash2 } from 'lucide-react';
import { useMemo } from 'react';
import type { OwnSecretView } from '../../../app/contract/secret.ts';
import { authWords, tierWords } from '../../tokens/words.ts';
import { Badge, Tags } from '../../ui/badge.tsx';
import { Button, LinkButton } from '../../ui/button.tsx';
import { Fact, Facts, Section } from '../../ui/layout.tsx';
import { Menu, MenuItem } from '../../ui/menu.tsx';
import { storiesOf } from '../activity/stories.ts';
import { StoryRow } from '../activity/story-row.tsx';
import { useAct } from '../acts.tsx';
import { useBroker } from '../broker.ts';
import { ago, dateOf } from '../times.ts';
import { useNow } from '../use-now.ts';
import { expiryWords } from './groups.ts';

interface SecretDetailsProps {
  readonly secret: OwnSecretView;
  readonly onRemove: () => void;
}

export function SecretDetails({ secret, onRemove }: SecretDetailsProps) {
  const act = useAct();
  const now = useNow(60_000);
  const edit = () => act('secrets.openEdit', { id: secret.id });
  const change = <LinkButton onClick={edit}>Change</LinkButton>;
  const expiry = expiryWords(secret.expiresAt, now);
  return (
    <article className="secret-details" aria-label={secret.name}>
      <header>
        <div>
          <h1>{secret.name}</h1>
          <p>{leadOf(secret, now)}</p>
        </div>
        <div className="page-actions">
          <Button onClick={edit}>Edit</Button>
          <Menu trigger={<MoreButton />}>
            <MenuItem icon={Trash2} tone="danger" onSelect={onRemove}>
              Remove…
            </MenuItem>
          </Menu>
        </div>
      </header>
      <Facts>
        <Fact name="Value" action={<LinkButton onClick={edit}>Replace</LinkButton>}>
          <span className="secret-dots" role="img" aria-label="hidden">
            ••••••••••
          </span>
        </Fact>
        <Fact name="Given as" action={change}>
          {secret.env === null ? <Unset>the agent names a variable</Unset> : <code>{secret.env}</code>}
        </Fact>
        <Fact name="May leave as" action={change}>
          {tierWords[secret.tier].name}
        </Fact>
        <Fact name="Only for" action={change}>
          {secret.allowedHosts.length === 0 ? <Unset>no hosts named</Unset> : <Tags of={secret.allowedHosts} />}
        </Fact>
        <Fact name="How agents use it" action={change}>
          <Usage secret={secret} />
        </Fact>
        {secret.expiresAt === null ? null : (
          <Fact name="Expires" action={change}>
            {dateOf(secret.expiresAt)} {expiry === null ? null : <Badge tone="write">{expiry}</Badge>}
          </Fact>
        )}
        {secret.tags.length === 0 ? null : (
          <Fact name="Tags" action={change}>
            <Tags of={secret.tags} />
          </Fact>
        )}
      </Facts>
      {secret.notes === '' ? null : (
        <Section title="Notes, for you alone">
          <p className="secret-notes">{secret.notes}</p>
        </Section>
      )}
      <Uses name={secret.name} now={now} />
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

function Unset({ children }: { readonly children: string }) {
  return <span className="secret-unset">{children}</span>;
}

function Usage({ secret }: { readonly secret: OwnSecretView }) {
  const pattern = secret.authPattern === null ? '' : authWords[secret.authPattern];
  if (pattern === '' && secret.authInstructions === '') return <Unset>nothing said yet</Unset>;
  return (
    <>
      {pattern}
      {secret.authInstructions === '' ? null : <div className="secret-notes">{secret.authInstructions}</div>}
    </>
  );
}

function leadOf(secret: OwnSecretView, now: number): string {
  const added = `added ${dateOf(secret.createdAt)}`;
  const changed = secret.version > 1 ? `changed ${ago(secret.updatedAt, now)}, version ${secret.version}` : null;
  return [secret.description, added, changed].filter(Boolean).join(' · ');
}

/** The newest runs and refusals that name this secret, out of the newest part of the log. */
function Uses({ name, now }: { readonly name: string; readonly now: number }) {
  const loaded = useBroker('audit.list', { before: null, limit: 500 });
  const entries = loaded.kind === 'ready' ? loaded.value : null;
  const stories = useMemo(
    () => storiesOf(entries ?? []).filter((story) => story.group !== 'changes' && story.secrets.includes(name)),
    [entries, name],
  );
  return (
    <Section title="Who used it">
      {stories.length === 0 ? (
        <p className="secret-unset">{entries === null ? '' : 'No agent has asked for it lately.'}</p>
      ) : (
        <ul className="stories">
          {stories.slice(0, 8).map((story) => (
            <StoryRow key={story.key} story={story} now={now} dated />
          ))}
        </ul>
      )}
    </Section>
  );
}
