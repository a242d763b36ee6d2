// Every coded fault of Postern and its one plain sentence. A message is constant: it never quotes input, a path or a value.

/** Code → the sentence an agent or a person reads. */
export const faultMessages = {
  // the vault
  no_vault: 'Postern has no vault yet. The person sets it up in the Postern window.',
  locked: 'Postern is locked. The person unlocks it in the Postern window or from the tray.',
  vault_exists: 'There is already a vault in this profile.',
  wrong_passphrase: 'That passphrase does not open this vault.',
  passphrase_too_weak: 'Choose a passphrase of at least 8 characters.',
  vault_corrupt: 'The vault does not open: a record was changed, moved or lost outside Postern.',
  vault_rolled_back: 'The vault file is older than the last one Postern wrote. Nothing was changed.',
  vault_newer: 'This vault was written by a newer Postern. Install that version to open it.',
  vault_truncated: 'The vault file is damaged: it is not a whole database. Nothing was changed.',
  vault_in_use: 'Another program is holding the vault file.',
  disk_full: 'The disk is full. Nothing was changed.',
  profile_readonly: 'Postern cannot write to its profile folder. Nothing was changed.',
  keychain_absent: 'This computer has no keychain that Postern can reach.',
  keychain_locked: 'The keychain is locked. Unlock it and try again.',
  keychain_dismissed: 'The keychain was asked and the prompt was dismissed.',
  keychain_item_missing: "The keychain no longer holds this vault's key.",
  audit_unwritable: 'The audit log cannot be written, so nothing was run.',
  audit_broken: 'The audit log does not check out: an event was changed, removed or moved.',
  // secrets
  secrets_empty: 'Name at least one secret: without one there is no need to go through Postern.',
  unknown_secret: 'There is no secret with that name.',
  secret_exists: 'There is already a secret with that name.',
  secret_too_short: 'A value under 8 characters cannot be told from ordinary text, so it cannot be given to a command.',
  secret_too_plain:
    'A value with so little variety cannot be told from ordinary text, so it cannot be given to a command.',
  secret_too_long: 'A value over 120 KiB cannot be passed in the environment.',
  secret_has_nul: 'A value with a NUL byte cannot be passed in the environment.',
  tier_forbids: 'This secret may not be given to a command.',
  value_empty: 'Type or paste a value. An empty one opens nothing.',
  value_too_long: 'A value over 1 MiB does not fit. Keep large files elsewhere and point at them with a reference.',
  value_not_text: 'The value is not text. Postern keeps text: encode a binary file, for example with base64, first.',
  field_unknown: 'This secret has no field with that name.',
  field_needed: 'This secret has several fields: say which one with "field".',
  field_repeated: 'Two fields of a secret have the same name.',
  secret_changed: 'This secret was changed meanwhile. Open it again.',
  // requests
  bad_request: 'The request does not have the form that Postern expects.',
  command_empty: 'The command is empty.',
  command_too_long: 'The command is over 64 KiB.',
  command_has_nul: 'The command contains a NUL byte.',
  command_has_marker:
    'The command contains one of Postern’s own [REDACTED:…] markers. A marker is not the value: name the secret instead.',
  command_not_found: 'The program of the command was not found on the PATH of the run.',
  cwd_missing: 'The working folder does not exist.',
  env_invalid: 'An environment variable name may hold letters, digits and _, and does not begin with a digit.',
  env_dangerous: 'That environment variable changes how programs load or run, so Postern does not set it.',
  env_repeated: 'Two secrets ask for the same environment variable.',
  env_missing: 'This secret has no environment variable of its own: name one with "env".',
  env_too_large: 'Together the values are too large for the environment of a command.',
  action_changed: 'Something changed between the approval and the start, so nothing was run.',
  run_failed: 'The command could not be started.',
  unknown_request: 'There is no such request, or its answer was already picked up.',
  too_many_requests: 'Too many requests of this client are waiting.',
  // clients and the socket
  client_denied: 'The person has not allowed this client to use Postern.',
  client_paused: 'The person paused this client.',
  client_waiting: 'The person is being asked whether this client may use Postern. Try again after they answered.',
  app_not_running: 'Postern is not running. The person starts it, then this works.',
  protocol_version: 'The shim and Postern are of different versions. Update both.',
  frame_malformed: 'A message could not be read, so the connection was closed.',
  frame_too_large: 'A message was too large, so the connection was closed.',
  frame_too_slow: 'A message did not arrive in time, so the connection was closed.',
  peer_refused: 'The other end of the connection belongs to another account.',
  message_too_large: 'The request or its answer is larger than Postern carries.',
  connection_lost:
    'The connection to Postern broke before the answer came, so what became of the request is not known.',
  client_key_unusable: 'The key file of this client is damaged or others can read it, so it was not used.',
  endpoint_too_long: 'The path of the socket is longer than this system allows.',
  endpoint_unsafe: 'The folder of the socket is not private to this account.',
  endpoint_busy: 'Another Postern is already running for this account.',
  internal: 'Postern met a fault of its own. Its log has the code.',
} as const satisfies Record<string, string>;

export type FaultCode = keyof typeof faultMessages;

/** A coded fault. `message` is the constant sentence of its code; `cause` stays local and is never sent or logged. */
export class BrokerError extends Error {
  readonly code: FaultCode;

  constructor(code: FaultCode, options?: { readonly cause: unknown }) {
    super(faultMessages[code], options);
    this.name = 'BrokerError';
    this.code = code;
  }
}

/** The code of any thrown thing: its own when it is a BrokerError, otherwise `internal`. */
export function faultCodeOf(thrown: unknown): FaultCode {
  return thrown instanceof BrokerError ? thrown.code : 'internal';
}

export function isFaultCode(text: string): text is FaultCode {
  return Object.hasOwn(faultMessages, text);
}

/** For the default branch of a switch over a union: the compiler proves it is never reached. */
export function assertNever(_value: never): never {
  throw new BrokerError('internal');
}
