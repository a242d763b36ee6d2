// What is said about a secret besides its fields; what was left open and is of no use to know is left out.
import type { ReactNode } from 'react';
import type { OwnSecretView } from '../../../app/contract/secret.ts';
import { authWords, kindWords, longestYesWords, tierWords } from '../../tokens/words.ts';
import { Badge, Tags } from '../../ui/badge.tsx';
import { LinkButton } from '../../ui/button.tsx';
import { Fact, Facts, Section } from '../../ui/layout.tsx';
import { ago, counted, dateOf } from '../times.ts';
import { dueWords, expiryWords } from './needs.ts';

interface SecretFactsProps {
  readonly secret: OwnSecretView;
  readonly now: number;
  readonly onEdit: () => void;
}

const day = 86_400_000;

export function SecretFacts({ secret, now, onEdit }: SecretFactsProps) {
  const change = <LinkButton onClick={onEdit}>Change</LinkButton>;
  const dueAt = secret.rotateAfterDays === null ? null : secret.rotatedAt + secret.rotateAfterDays * day;
  return (
    <>
      <Section title="Use">
        <Facts>
          <Fact name="May go" action={change}>
            {tierWords[secret.tier].name}
            <small className="fact-says">{tierWords[secret.tier].says}</small>
          </Fact>
          <Fact name="A yes lasts" action={change}>
            {secret.tier === 'guarded' ? longestYesWords.once : longestYesWords[secret.longestYes]}
          </Fact>
          <Fact name="Only for" action={change}>
            {secret.allowedHosts.length === 0 ? <Unset>no hosts named</Unset> : <Tags of={secret.allowedHosts} />}
          </Fact>
          <Fact name="How agents use it" action={change}>
            <Usage secret={secret} />
          </Fact>
          <Fact name="Last used">
            {secret.lastUsedAt === null ? <Unset>never</Unset> : ago(secret.lastUsedAt, now)}
          </Fact>
        </Facts>
      </Section>
      <Section title="About">
        <Facts>
          <Fact name="Kind">{kindWords[secret.kind]}</Fact>
          {secret.url === '' ? null : <Fact name="Address">{secret.url}</Fact>}
          <Fact name="Projects" action={change}>
            {secret.projects.length === 0 ? <Unset>all of them</Unset> : <Tags of={secret.projects} />}
          </Fact>
          {secret.environment === null ? null : <Fact name="Environment">{secret.environment}</Fact>}
          {secret.tags.length === 0 ? null : (
            <Fact name="Tags">
              <Tags of={secret.tags} />
            </Fact>
          )}
          <Moment name="Expires" at={secret.expiresAt} near={expiryWords(secret.expiresAt, now)} action={change} />
          <Fact name="Value changed">{ago(secret.rotatedAt, now)}</Fact>
          <Moment name="New value due" at={dueAt} near={dueWords(dueAt, now)} action={change} />
          <Fact name="Older versions" action={secret.olderVersions === 0 ? undefined : <Older onEdit={onEdit} />}>
            {secret.olderVersions === 0 ? <Unset>none</Unset> : counted(secret.olderVersions, 'version')}
          </Fact>
        </Facts>
      </Section>
    </>
  );
}

function Older({ onEdit }: { readonly onEdit: () => void }) {
  return <LinkButton onClick={onEdit}>Bring one back…</LinkButton>;
}

interface MomentProps {
  readonly name: string;
  readonly at: number | null;
  /** Said as well when it is near or past. */
  readonly near: string | null;
  readonly action: ReactNode;
}

function Moment({ name, at, near, action }: MomentProps) {
  return at === null ? null : (
    <Fact name={name} action={action}>
      {dateOf(at)} {near === null ? null : <Badge tone="write">{near}</Badge>}
    </Fact>
  );
}

function Unset({ children }: { readonly children: string }) {
  return <span className="secret-unset">{children}</span>;
}

/** As it stands in a request, with dots for each value. */
function authLine(name: string, { authPattern, authText = '{value}' }: OwnSecretView): string {
  const text = authText.replace(/\{[^{}]*\}/g, '…');
  return authPattern === 'query' ? `?${name}=${text}` : `${name}: ${text}`;
}

function Usage({ secret }: { readonly secret: OwnSecretView }) {
  const pattern = secret.authPattern === null ? '' : authWords[secret.authPattern];
  if (pattern === '' && secret.authInstructions === '') return <Unset>nothing said yet</Unset>;
  return (
    <>
      {pattern}
      {secret.authName === undefined ? null : (
        <div className="secret-notes">
          <code>{authLine(secret.authName, secret)}</code>
        </div>
      )}
      {secret.authInstructions === '' ? null : <div className="secret-notes">{secret.authInstructions}</div>}
    </>
  );
}
