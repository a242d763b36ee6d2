// What a dry run comes to: what would happen, why, and what Postern sees in what was tried.
import type { ReactNode } from 'react';
import { assertNever, faultMessages } from '../../../app/contract/fault.ts';
import type { DryRunQuery, DryRunResult } from '../../../app/contract/policy.ts';
import { Notice } from '../../ui/layout.tsx';
import { VisibleText } from '../../ui/visible-text.tsx';
import { useBroker } from '../broker.ts';
import { outcomeWords, riskWords } from './dry-run-words.ts';
import type { Verdict } from './policy-words.ts';
import { VerdictMark } from './verdict-mark.tsx';

export function DryRunOutcome({ query }: { readonly query: DryRunQuery }) {
  const outcome = useBroker('policy.dryRun', query);
  if (outcome.kind === 'loading') return <div className="dry-run-result" />;
  if (outcome.kind === 'failed') return <Notice tone="danger">{faultMessages[outcome.code]}</Notice>;
  return <Result result={outcome.value} />;
}

function Result({ result }: { readonly result: DryRunResult }) {
  switch (result.kind) {
    case 'command':
      return (
        <Card verdict={result.decision} outcome={outcomeWords('command', result.decision)} says={result.says}>
          <Fact name="Risk">{riskWords('command', result.risk)}</Fact>
          <Fact
            name={result.commands.length === 1 ? 'Postern sees' : `Postern sees ${result.commands.length} commands`}
          >
            <Codes texts={result.commands} />
            {result.parsed ? null : <small>Not all of it could be read, so no rule can allow it.</small>}
          </Fact>
        </Card>
      );
    case 'call':
      return (
        <Card verdict={result.decision} outcome={outcomeWords('call', result.decision)} says={result.says}>
          <Fact name="Risk">{riskWords('call', result.risk)}</Fact>
          <Fact name="Postern sees">
            <Codes texts={[result.sees]} />
          </Fact>
          <Fact name={result.secrets.length === 1 ? 'Secret' : 'Secrets'}>
            <ol>
              {result.secrets.map(({ name, place }) => (
                <li key={`${name} ${place}`}>
                  {name}, carried as{' '}
                  <code>
                    <VisibleText text={place} prose />
                  </code>
                </li>
              ))}
            </ol>
          </Fact>
        </Card>
      );
    case 'refused':
      return (
        <Card verdict="deny" outcome="It would be refused, whatever the policy says" says={result.says}>
          {result.about.length === 0 ? null : (
            <Fact name="Secret">
              <Codes texts={result.about} />
            </Fact>
          )}
        </Card>
      );
    default:
      return assertNever(result);
  }
}

interface CardProps {
  readonly verdict: Verdict;
  readonly outcome: string;
  readonly says: string;
  readonly children: ReactNode;
}

function Card({ verdict, outcome, says, children }: CardProps) {
  return (
    <div className="card dry-run-result" aria-live="polite">
      <div className="dry-run-decision">
        <VerdictMark verdict={verdict} />
        <b>{outcome}</b>
      </div>
      <p>
        <VisibleText text={says} prose />
      </p>
      <dl>{children}</dl>
    </div>
  );
}

function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </>
  );
}

function Codes({ texts }: { readonly texts: readonly string[] }) {
  return (
    <ol>
      {texts.map((text, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a command has no identity but its place
        <li key={at}>
          <code>
            <VisibleText text={text} />
          </code>
        </li>
      ))}
    </ol>
  );
}
