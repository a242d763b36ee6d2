// How many leaks of the corpus this engine hides, and how many the published encoders of other tools do.
import type { Cell } from '../../app/core/redaction/corpus.testkit.ts';
import {
  isLooselyHidden,
  isStrictlyHidden,
  outOfReach,
  readCorpus,
  scoredKinds,
  shareHidden,
} from '../../app/core/redaction/corpus.testkit.ts';
import type { Matcher } from '../../app/core/redaction/matcher.ts';
import { buildMatcher } from '../../app/core/redaction/matcher.ts';
import { outputPipelineOver } from '../../app/core/redaction/output-pipeline.ts';
import { redactorOver } from '../../app/core/redaction/redactor.ts';
import { say } from '../step.ts';
import { buildkiteAgent } from './buildkite-agent.ts';
import type { Encoder } from './encoder.ts';
import type { Target } from './figures.ts';
import { sayTable } from './figures.ts';
import { githubActions } from './github-actions.ts';
import { gitlabRunner } from './gitlab-runner.ts';
import { jenkins } from './jenkins.ts';
import { secretctl } from './secretctl.ts';

const others: readonly Encoder[] = [gitlabRunner, buildkiteAgent, jenkins, secretctl, githubActions];
const wanted = 300;

interface Score {
  readonly tool: string;
  /** One for each cell of the corpus, in its order: the share of the leak that is hidden. */
  readonly shares: readonly number[];
}

export function benchScore(targets: Target[]): void {
  const cells = readCorpus();
  const matchers = new Map<string, Matcher>();
  const own = { tool: 'Postern', shares: cells.map((cell) => shareHidden(cell, releasedByPostern(cell, matchers))) };
  const scores: readonly Score[] = [
    ...others.map(({ tool, mask }) => ({
      tool,
      shares: cells.map((cell) => shareHidden(cell, Buffer.from(mask(cell.input.toString(), cell.secrets)))),
    })),
    own,
  ];
  const scored = cells.map(({ kind }) => scoredKinds.includes(kind));
  const kinds = [...new Set(cells.map(({ kind }) => kind))];
  const of = (counted: readonly boolean[]) => counted.filter(Boolean).length;
  sayTable('leaks hidden: strictly (≥ 75 % of the letters and digits) and loosely (> 40 %)', [
    ['', `strict of ${of(scored)}`, 'loose', `of all ${cells.length}`, 'loose'],
    ...scores.map((score) => [
      score.tool,
      ...[scored, cells.map(() => true)].flatMap((counted) => [
        countOf(score, counted, isStrictlyHidden),
        countOf(score, counted, isLooselyHidden),
      ]),
    ]),
  ]);
  sayTable('leaks strictly hidden, by kind of secret', [
    ['', ...kinds],
    ['of', ...kinds.map((kind) => `${of(cells.map((cell) => cell.kind === kind))}`)],
    ...scores.map((score) => [
      score.tool,
      ...kinds.map((kind) =>
        countOf(
          score,
          cells.map((cell) => cell.kind === kind),
          isStrictlyHidden,
        ),
      ),
    ]),
  ]);
  const left = cells.filter(({ form }, i) => !isStrictlyHidden(own.shares[i] ?? 0) && !outOfReach.includes(form));
  say(`\nnot strictly hidden, though not out of reach (${outOfReach.join(', ')} are)`);
  for (const form of new Set(left.map((cell) => cell.form))) {
    const kindsLeft = left.filter((cell) => cell.form === form).map(({ kind }) => kind);
    say(`  ${form.padEnd(14)} ${kindsLeft.join(' ')}`);
  }
  const strict = Number(countOf(own, scored, isStrictlyHidden));
  targets.push({
    what: 'leaks of the five scored kinds strictly hidden',
    aim: `≥ ${wanted} of ${of(scored)}`,
    measured: `${strict}`,
    met: strict >= wanted,
  });
}

function countOf({ shares }: Score, counted: readonly boolean[], isHidden: (share: number) => boolean): string {
  return `${shares.filter((share, i) => counted[i] && isHidden(share)).length}`;
}

function releasedByPostern({ secrets, through, input }: Cell, matchers: Map<string, Matcher>): Buffer {
  const key = JSON.stringify(secrets);
  const matcher = matchers.get(key) ?? buildMatcher(secrets);
  matchers.set(key, matcher);
  const stream = through === 'pipeline' ? outputPipelineOver(matcher) : redactorOver(matcher);
  return Buffer.concat([stream.push(input), stream.end()]);
}
