// Every refusal in words a model can act on: what happened, whether asking again makes sense, and what to do instead.
import type { FaultCode } from '../app/contract/fault.ts';
import { faultMessages } from '../app/contract/fault.ts';
import type { RunOutcome } from '../app/contract/run.ts';
import type { Retry, ToolOutput } from '../app/contract/tool-schemas.ts';
import { callAdvice } from './call-advice.ts';

type Refused = Extract<RunOutcome, { kind: 'denied' | 'expired' | 'cancelled' }>;
type Advice = readonly [retry: Retry, next: string];

const otherSecret = 'Tell the person; they can change the value or the tier in Postern.';
const otherEnv = 'Name another variable in "env", or leave "env" out.';
const mendReference = 'Tell the person: the value lies in another store, and they mend the way to it in Postern.';
const mendProfile = 'Nothing was done. Tell the person; once they have mended it, call again.';
const tellPerson = 'Tell the person this message and its code; they find more in Postern.';

const advice: Partial<Record<FaultCode, Advice>> = {
  no_vault: ['later', 'Ask the person to open Postern and set it up, then call again.'],
  locked: [
    'later',
    'Ask the person to unlock Postern, then call again. run_with_secrets and http_request may be called right away: they wait for the unlock.',
  ],
  unknown_secret: [
    'changed',
    'Use a name from "near" or from list_secrets. If it is really missing, call request_secret.',
  ],
  secrets_empty: [
    'changed',
    'Name in "secrets" what the command needs. A command without secrets you can run yourself.',
  ],
  secrets_too_many: ['changed', 'Name only the secrets that this command needs, or use a narrower glob.'],
  field_unknown: ['changed', '"near" has the fields of this secret: name one of them, or leave "field" out.'],
  field_needed: ['changed', 'Say which field gets the variable: "near" has their names.'],
  secret_exists: ['no', 'It is there already: use it with run_with_secrets.'],
  secret_too_short: ['no', otherSecret],
  secret_too_plain: ['no', otherSecret],
  secret_too_long: ['no', otherSecret],
  secrets_too_large: ['changed', otherSecret],
  secret_has_nul: ['no', otherSecret],
  tier_forbids: [
    'no',
    'The secrets in "about" cannot be used in this way, and asking again will not change that. One of the tier placeholder goes with http_request; otherwise use another secret, or tell the person, who decides the tier in Postern.',
  ],
  value_lost: ['later', 'Call update_secret to ask the person for the value, then call again.'],
  reference_inactive: ['later', 'Ask the person to confirm the reference of this secret in Postern, then call again.'],
  reference_malformed: ['no', mendReference],
  reference_tool_missing: ['later', mendReference],
  reference_not_found: ['no', mendReference],
  reference_locked: ['later', 'Ask the person to unlock that store or to sign in to it, then call again.'],
  reference_denied: ['no', mendReference],
  reference_address_unsafe: ['no', mendReference],
  reference_failed: ['no', mendReference],
  reference_timeout: ['later', 'Tell the person that the store may be asking them, then call again.'],
  reference_too_large: ['no', mendReference],
  reference_not_text: ['no', mendReference],
  totp_malformed: [
    'no',
    'Tell the person: the seed of this secret is none. update_secret asks them for the right one.',
  ],
  bad_request: ['changed', 'Compare the arguments with the input schema and call again.'],
  command_empty: ['changed', 'Give a command.'],
  command_too_many: ['changed', 'Put the commands into a script file and run that.'],
  command_too_long: ['changed', 'Put the long part into a script file or into stdin.'],
  command_has_nul: ['changed', 'Remove the NUL byte.'],
  command_has_marker: ['changed', 'Name the secret in "secrets" and write "$VARIABLE" where the marker stands.'],
  command_not_found: ['changed', 'Check the spelling, use an absolute path, or give "path".'],
  cwd_missing: ['changed', 'Give an existing absolute folder in "cwd".'],
  env_invalid: ['changed', otherEnv],
  env_dangerous: ['changed', otherEnv],
  env_repeated: ['changed', 'Give each secret its own variable in "env".'],
  env_missing: ['changed', 'Name the secret with an "env" of its own; a glob cannot give it a variable.'],
  stdin_taken: ['changed', 'Leave "stdin" out, or name one secret only whose field is given on standard input.'],
  file_no_tmpfs: ['no', 'Use a secret that is given in a variable, or tell the person.'],
  file_no_room: ['later', 'Wait for running commands to end, then call again.'],
  env_too_large: ['changed', 'Ask for fewer secrets in one command.'],
  action_changed: [
    'later',
    '"about" says what changed after it was allowed. Call again: the person is shown it as it is now.',
  ],
  environment_unknown: ['changed', 'Leave "environment" out, or ask the person for the right name.'],
  run_failed: ['changed', 'Check that the program exists and may be executed.'],
  unknown_request: ['no', 'Do not wait for it any longer. Start a new request only if its result is still needed.'],
  too_many_requests: [
    'later',
    'Pick up the open requests with wait_for_request, or withdraw them with cancel_request, first.',
  ],
  text_too_large: ['changed', 'Send the text in parts of at most 256 KiB.'],
  scan_too_often: ['later', 'Wait a minute, then call again. Put several short texts into one scan.'],
  rate_limited: [
    'later',
    'Wait (retry_after_seconds says how long), then call again, and less often. wait_for_request does not count.',
  ],
  tool_forbidden: [
    'no',
    'Go on without this tool, or tell the person; they decide in Postern what this client may use.',
  ],
  client_denied: ['no', 'Go on without Postern. Only the person can change this, in Postern.'],
  client_paused: ['no', 'Go on without Postern until the person resumes this client.'],
  disk_full: ['later', mendProfile],
  profile_readonly: ['later', mendProfile],
  vault_in_use: ['later', mendProfile],
  audit_unwritable: ['later', mendProfile],
  vault_corrupt: ['no', tellPerson],
  frame_malformed: ['no', tellPerson],
  frame_too_large: [
    'changed',
    'Send less in stdin or body, or ask for less with max_output_bytes or max_answer_bytes.',
  ],
  frame_too_slow: ['later', 'Call again. If it happens again, tell the person.'],
  peer_refused: ['no', 'Postern runs for another account than yours. Go on without it, and tell the person.'],
  endpoint_too_long: ['no', tellPerson],
  internal: ['no', tellPerson],
  app_not_running: ['later', 'Ask the person to start Postern from their applications menu, then call again.'],
  protocol_version: ['no', 'Ask the person to update Postern and to restart this session.'],
  connection_lost: ['later', 'It may have been done. Check what it would have changed before you ask for it again.'],
  message_too_large: ['changed', 'Send less in stdin, or ask for less with max_output_bytes.'],
  client_key_unusable: [
    'no',
    'Ask the person to delete the key of this client in the "clients" folder of Postern\'s data folder and to restart this session. A new key is made, and Postern asks once whether to let it in.',
  ],
  ...callAdvice,
  endpoint_unsafe: ['no', "Tell the person: another account may write to the folder of Postern's socket."],
};

/** For codes that belong to the person's side and reach no agent. */
const lastResort: Advice = ['no', 'Nothing you can change will help. Tell the person this message and its code.'];

export interface Particulars {
  readonly about?: readonly string[] | undefined;
  readonly near?: readonly string[] | undefined;
  /** Asking again makes sense after so many milliseconds. */
  readonly retryMs?: number | null;
}

export function failed(code: FaultCode, { about = [], near = [], retryMs = null }: Particulars = {}): ToolOutput {
  const [retry, next] = advice[code] ?? lastResort;
  return {
    status: 'failed',
    code,
    message: faultMessages[code],
    retry,
    ...(retryMs === null ? {} : { retry_after_seconds: Math.ceil(retryMs / 1000) }),
    next,
    ...(about.length === 0 ? {} : { about: [...about] }),
    ...(near.length === 0 ? {} : { near: [...near] }),
  };
}

/** @param problems paths and expectations, such as `secrets[0].name: expected string`; they go back to who wrote the input */
export function badInput(problems: readonly string[]): ToolOutput {
  return { ...failed('bad_request'), next: `Correct this and call again: ${problems.join('; ')}` };
}

export function refused(outcome: Refused): ToolOutput {
  switch (outcome.kind) {
    case 'denied': {
      const { by, reason } = outcome;
      const followed = reason
        ? 'The reason is guidance: follow it, and do not ask for the same again in other words.'
        : 'Go on without it, or ask the person in the conversation what they would prefer.';
      return {
        status: 'denied',
        message: deniedWords[by],
        denied_by: by,
        ...(reason ? { reason } : {}),
        retry: 'no',
        next: by === 'person' ? followed : `Asking again will not help. ${followed}`,
      };
    }
    case 'expired':
      return {
        status: 'expired',
        message: expiredWords[outcome.waitedFor],
        retry: 'later',
        next: 'Nothing was done. Tell the person, and ask again only when they are there and it is still needed.',
      };
    case 'cancelled': {
      const [message, retry, next] = cancelledWords[outcome.by];
      return { status: 'cancelled', message, retry, next };
    }
  }
}

const deniedWords: Readonly<Record<Extract<Refused, { kind: 'denied' }>['by'], string>> = {
  person: 'The person said no.',
  remembered: 'The person said no to this before, and was not asked again.',
  rule: 'A rule of the person denies this, so they were not asked.',
  headless: 'Postern runs here without a window, so nobody can be asked.',
};

const expiredWords: Readonly<Record<Extract<Refused, { kind: 'expired' }>['waitedFor'], string>> = {
  unlock: 'Nobody unlocked Postern in time.',
  approval: 'Nobody answered the approval in time.',
  pairing: 'Nobody answered in time whether this client may use Postern.',
  value: 'Nobody typed the value in time.',
};

const ifNeeded = 'What was under way was stopped. Ask again only if it is still needed.';
const cancelledWords: Readonly<
  Record<Extract<Refused, { kind: 'cancelled' }>['by'], readonly [string, Retry, string]>
> = {
  agent: ['The request was withdrawn.', 'later', ifNeeded],
  person: ['The person stopped it.', 'no', 'It was under way for a while. Ask the person what they want instead.'],
  lock: ['Postern was locked, which ended the request.', 'later', `${ifNeeded} It then waits for the unlock.`],
  disconnect: ['The connection was away for too long, so the request was withdrawn.', 'later', ifNeeded],
  pause: ['The person paused this client.', 'no', 'Go on without Postern until the person resumes this client.'],
  quit: ['Postern was closed, which ended the request.', 'later', 'Ask the person to start Postern, then ask again.'],
};
