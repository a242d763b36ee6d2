// What the person, their policy and a last check decided about a run, in plain sentences. Pure.
import type { AuditEvent } from '../../../app/contract/audit.ts';
import { assertNever } from '../../../app/contract/fault.ts';
import type { Lasting, Reach } from '../../../app/contract/lasting.ts';
import type { ActionChange } from '../../../app/contract/run.ts';
import type { Part, Sentence } from './event-words.ts';

type Of<K extends AuditEvent['kind']> = Extract<AuditEvent, { kind: K }>;

/** So many of a long list are said. */
const said = 3;

/** `once`, `for the next 5 times`, `for 15 minutes`, `for this session`, `always, by a rule` */
export function lastingWords(lasting: Lasting): string {
  switch (lasting.kind) {
    case 'once':
      return 'once';
    case 'uses':
      return `for the next ${lasting.uses} times`;
    case 'minutes':
      return `for ${lasting.minutes} minutes`;
    case 'session':
      return 'for this session';
    case 'rule':
      return 'always, by a rule';
    default:
      return assertNever(lasting);
  }
}

export function allowedEvent({ lasting, reach, without }: Of<'approval.allowed'>): Sentence {
  const reached = lasting.kind === 'once' ? '' : reachWords[reach];
  return [
    `You allowed it ${lastingWords(lasting)}${reached}.`,
    ...(without.length === 0
      ? []
      : [' You took out ', ...listed(without.map((name) => ({ strong: name }))), ' first.']),
  ];
}

export function deniedBefore({ by, says }: Of<'run.denied' | 'call.denied'>): Sentence {
  const what = deniedWords[by];
  return says === '' ? [`${what}.`] : [`${what}: `, { quote: says }, '.'];
}

export function changedRun({ changes }: Of<'run.changed'>): Sentence {
  return ['It was not run: ', ...joined(changes.map(changeWords), '; '), '.'];
}

export function policyChanged({ from, changes, loosened }: Of<'policy.changed'>): Sentence {
  return [
    fromWords[from],
    ...(changes.length === 0
      ? []
      : [
          ': ',
          ...joined(
            changes.map((says) => [{ quote: says.replace(/\.$/, '') }]),
            ', ',
          ),
        ]),
    loosened ? '. It lets more happen without a question.' : '.',
  ];
}

const deniedWords: Readonly<Record<Of<'run.denied'>['by'], string>> = {
  rule: 'A rule denied it',
  remembered: 'It was denied without a question, as you had said before',
  headless: 'It was denied, since Postern ran without a window and nobody could be asked',
};

const reachWords: Readonly<Record<Reach, string>> = {
  exact: '',
  alike: ', with other arguments or content too',
  reads: ', with all else there that only reads',
};

const fromWords = {
  file: 'You accepted what policy.yaml said',
  app: 'You changed the policy',
  approval: 'Your answer became a rule of the policy',
} as const;

function changeWords({ kind, what, is }: ActionChange): Sentence {
  switch (kind) {
    case 'program':
    case 'script':
      return [{ code: what }, is === null ? ' was gone' : ' had changed'];
    case 'link':
      return [{ code: what }, ' led somewhere else'];
    case 'folder':
      return [{ code: what }, ' was another folder'];
    case 'secret':
      return [{ strong: what }, is === null ? ' was gone' : ' had another value'];
    default:
      return assertNever(kind);
  }
}

function listed(parts: readonly Part[]): Sentence {
  return parts.flatMap((part, at) => [at === 0 ? '' : at === parts.length - 1 ? ' and ' : ', ', part]);
}

/** The first few, and how many more there are. */
function joined(sentences: readonly Sentence[], between: string): Sentence {
  const shown = sentences.slice(0, said).flatMap((each, at) => [at === 0 ? '' : between, ...each]);
  const more = sentences.length - said;
  return more > 0 ? [...shown, `${between}and ${more} more`] : shown;
}
