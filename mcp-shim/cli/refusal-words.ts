// Why something was not done, in words for the person at the terminal: what happened, and what to do next.
import type { FaultCode } from '../../app/contract/fault.ts';
import { faultMessages } from '../../app/contract/fault.ts';
import type { RequestOutcome, RunOutcome } from '../../app/contract/run.ts';

type Refused = Extract<RunOutcome, { kind: 'denied' | 'expired' | 'cancelled' | 'failed' }>;

/** Where the sentence of the code speaks of “the person”, or more can be said. */
const own: Partial<Record<FaultCode, string>> = {
  app_not_running: 'Postern is not running. Start it from your applications menu, then try again.',
  no_vault: 'Postern has no vault yet. Open Postern and set it up, then try again.',
  locked: 'Postern is locked. Unlock it in its window or from the tray, then try again.',
  client_waiting: 'You have not let this terminal in yet. Answer in Postern, then try again.',
  client_denied: 'You have not allowed this terminal to use Postern. Change that in Postern, under Agents.',
  client_paused: 'This terminal is paused. Let it go on in Postern, under Agents.',
  secrets_empty: 'Name at least one secret, with --secret or --glob.',
  env_missing: 'This secret has no variable of its own: name one, as in --secret NAME=VARIABLE.',
  tier_forbids: 'This secret may not be given to a command.',
  stdin_taken: 'The secret is given on standard input, so nothing else can be. Add --no-stdin.',
  message_too_large: 'This is more than Postern carries. Put what is large into a file.',
  client_key_unusable:
    'The key file of this terminal is damaged or others can read it, so it was not used. Delete “terminal.key” in the folder “clients” of Postern’s data, then try again: you are asked once whether to let the terminal in.',
  connection_lost: 'The connection to Postern broke. The command may have run: look before you run it again.',
  protocol_version: 'This command and Postern are of different versions. Update both.',
};

const deniedWords: Readonly<Record<Extract<Refused, { kind: 'denied' }>['by'], string>> = {
  person: 'You said no in Postern.',
  remembered: 'You said no to this before, so you were not asked again.',
  rule: 'A rule of yours denies this.',
  headless: 'Postern runs without a window here, so nobody can be asked, and no rule allows this.',
};

const expiredWords: Readonly<Record<Extract<Refused, { kind: 'expired' }>['waitedFor'], string>> = {
  unlock: 'Nobody unlocked Postern in time.',
  approval: 'Nobody answered in Postern in time.',
  pairing: 'Nobody said in time whether this terminal may use Postern.',
  value: 'Nobody typed the value in time.',
};

const cancelledWords: Readonly<Record<Extract<Refused, { kind: 'cancelled' }>['by'], string>> = {
  agent: 'It was withdrawn.',
  lock: 'Postern was locked, which ended it.',
  disconnect: 'The connection to Postern was away for too long, which ended it.',
  pause: 'This terminal was paused in Postern, which ended it.',
  quit: 'Postern was closed, which ended it.',
  person: 'You stopped it in Postern.',
};

export function faultWords(code: FaultCode): string {
  return own[code] ?? faultMessages[code];
}

/** null: it was done, and there is nothing more to say. */
export function outcomeWords(outcome: RequestOutcome): string | null {
  switch (outcome.kind) {
    case 'completed':
      if (outcome.timedOut) return 'The command was stopped at its time limit; --timeout sets another one.';
      return outcome.exitCode === null && outcome.signal === null ? 'The command could not be ended.' : null;
    case 'added':
    case 'extended':
    case 'permitted':
    case 'answered':
      return null;
    case 'blocked':
      return faultWords('call_blocked');
    case 'denied':
      return outcome.reason ? `${deniedWords[outcome.by]} ${outcome.reason}` : deniedWords[outcome.by];
    case 'expired':
      return `${expiredWords[outcome.waitedFor]} Nothing was done.`;
    case 'cancelled':
      return cancelledWords[outcome.by];
    case 'failed': {
      const { code, about = [], near = [] } = outcome;
      const names = about.length === 0 ? '' : ` (${about.join(', ')})`;
      const meant = near.length === 0 ? '' : ` Did you mean ${near.join(' or ')}?`;
      return `${faultWords(code)}${names}${meant}`;
    }
  }
}
