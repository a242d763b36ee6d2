// What a yes to a run would allow, in one sentence, and what the button says that gives it. Pure.
import type { OnceOnly } from '../../../app/contract/approval.ts';
import { assertNever } from '../../../app/contract/fault.ts';
import type { Lasting, Reach } from '../../../app/contract/lasting.ts';
import type { Action } from '../../../app/contract/run.ts';
import { lastPart, underHome } from '../paths.ts';
import type { AnswerWords, SaidLasting } from './answer-words.ts';
import type { Said } from './said.ts';
import { codes, listed } from './said.ts';

export interface Allowance {
  readonly action: Action;
  readonly lasting: SaidLasting;
  readonly reach: Reach;
  /** Secrets that the person took out. */
  readonly without: readonly string[];
  /** So many of the same wait for this answer. */
  readonly times: number;
  readonly home: string;
}

/** `times`: so many of the same wait for the answer. */
export function runAnswerWords(action: Action, times: number, home: string): AnswerWords {
  return {
    allowance: (lasting, reach, without) => allowanceWords({ action, lasting, reach, without, times, home }),
    reach: (reach) => reachWords(action, reach),
    readOn: ['Allow any ', ...readsOf(action), ', this session'],
    onceOnly: onceOnlyWords,
    reasons: [
      'Not now',
      'Wrong folder',
      'Use another secret',
      'Run it without secrets',
      'Explain first why you need it',
    ],
    to: 'allow this command',
    undone: 'run',
  };
}

/** The whole of it: what, with which secrets, where, how long. */
export function allowanceWords({ action, lasting, reach, without, times, home }: Allowance): Said {
  if (lasting.kind === 'once') {
    return [`Allows exactly this command, ${times === 1 ? 'one time' : `once for each of ${times} requests`}.`];
  }
  const kept = action.secrets.flatMap(({ name }) => (without.includes(name) ? [] : [name]));
  return [
    'Allows ',
    ...reachedWords(action, reach),
    ...(kept.length === 0 ? [] : [', with ', ...codes(kept, 3, (count) => `these ${count} secrets`)]),
    ', in ',
    { code: underHome(reach === 'exact' ? action.cwd : (action.project ?? action.cwd), home) },
    `, ${untilWords(lasting)}. Another program or script, or a changed one, asks again.`,
  ];
}

/** What the person picks a reach by. */
export function reachWords(action: Pick<Action, 'commands'>, reach: Reach): Said {
  switch (reach) {
    case 'exact':
      return ['Exactly this command'];
    case 'alike':
      return [...verbsOf(action), ' with other arguments'];
    case 'reads':
      return ['Any ', ...readsOf(action)];
    default:
      return assertNever(reach);
  }
}

/** What stands in the row of lengths. */
export function lastingName(lasting: Lasting): string {
  switch (lasting.kind) {
    case 'once':
      return 'Once';
    case 'uses':
      return `${lasting.uses} uses`;
    case 'minutes':
      return `${lasting.minutes} minutes`;
    case 'session':
      return 'This session';
    case 'rule':
      return 'Always…';
    default:
      return assertNever(lasting);
  }
}

export function allowButton(lasting: Lasting, times: number): string {
  switch (lasting.kind) {
    case 'once':
      return times === 1 ? 'Allow once' : `Allow all ${times}`;
    case 'uses':
      return `Allow ${lasting.uses} uses`;
    case 'minutes':
      return `Allow for ${lasting.minutes} minutes`;
    case 'session':
      return 'Allow for this session';
    case 'rule':
      return 'Allow and save the rule';
    default:
      return assertNever(lasting);
  }
}

export function untilWords(lasting: SaidLasting): string {
  switch (lasting.kind) {
    case 'once':
      return 'one time';
    case 'uses':
      return `${lasting.uses} times at most, until Postern locks`;
    case 'minutes':
      return `for ${lasting.minutes} minutes, or until Postern locks`;
    case 'session':
      return 'until the agent’s session ends or Postern locks';
    default:
      return assertNever(lasting);
  }
}

function reachedWords(action: Action, reach: Reach): Said {
  switch (reach) {
    case 'exact':
      return ['exactly this command'];
    case 'alike':
      return [...verbsOf(action), ' with the same options and any other arguments'];
    case 'reads':
      return ['any ', ...readsOf(action)];
    default:
      return assertNever(reach);
  }
}

function verbsOf({ commands }: Pick<Action, 'commands'>): Said {
  return codes(
    commands.map(({ risk }) => risk.verb.join(' ')),
    3,
    (count) => `these ${count} commands`,
  );
}

function readsOf({ commands }: Pick<Action, 'commands'>): Said {
  const programs = [...new Set(commands.map(({ risk }) => lastPart(risk.verb[0] ?? '')))];
  if (programs.length > 3) return [`use of these ${programs.length} programs that only reads`];
  return [...listed(programs.map((code) => ({ code }))), ' command that only reads'];
}

const onceOnlyWords: Readonly<Record<OnceOnly, string>> = {
  unparsed: 'Once is all there is: Postern could not read this command whole.',
  caller: 'Once is all there is: the program that asks could not be identified.',
  guarded: 'Once is all there is: a guarded secret asks every time.',
  disclosure: 'Once is all there is: a command that shows a credential asks every time.',
  secret: 'Once is all there is: you set one of these secrets to be allowed once at a time.',
};
