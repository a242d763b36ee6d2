// Every coded fault of Postern and its one plain sentence. A message is constant: it never quotes input, a path or a value.
import { callFaultMessages } from './call-faults.ts';

/** Code → the sentence an agent or a person reads. */
export const faultMessages = {
  // the vault
  no_vault: 'Postern has no vault yet. The person sets it up in the Postern window.',
  locked: 'Postern is locked. The person unlocks it in the Postern window or from the tray.',
  vault_exists: 'There is already a vault in this profile.',
  wrong_passphrase: 'That passphrase does not open this vault.',
  wrong_recovery_code: 'That recovery code does not open this vault.',
  recovery_code_mistyped:
    'That is not a recovery code: a character is wrong or missing. Compare it with the printed one.',
  unlock_too_soon: 'Too many wrong tries. Wait a little, then try again.',
  opener_unknown: 'This vault does not open that way. Choose another way to unlock it.',
  wrap_is_last: 'Nothing but the recovery code would open the vault then. Add another way to unlock it first.',
  rotation_unfinished: 'The vault key is still being changed. Finish that first.',
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
  // presence
  presence_needed: 'Postern has to know that it is you. Type the passphrase of the vault.',
  presence_refused: 'The system could not confirm that it is you, so nothing was done. Try again.',
  presence_busy: 'The system is already asking whether it is you. Answer that first.',
  presence_used: 'What you confirmed was something else, or is over. Confirm this one.',
  scan_running: 'A scan of files is under way already.',
  // backups
  backup_unreadable: 'This file is not a Postern backup.',
  backup_newer: 'This backup was made by a newer Postern. Install that version to open it.',
  backup_damaged: 'This backup is damaged: something in it was changed or is missing. Try another one.',
  backup_too_large: 'The vault is too large for one backup file.',
  backup_of_another:
    'This is a backup of another vault, so it cannot mend this one. Restore it into an open vault instead.',
  backup_missing: 'The backup file is gone, or Postern may not read it.',
  backup_unwritable: 'The backup could not be written there. Earlier backups are untouched.',
  passphrase_stays: 'The vault keeps a passphrase: it shows that it is you where the system cannot ask.',
  // secrets
  secrets_empty: 'Name at least one secret: without one there is no need to go through Postern.',
  secrets_too_many: 'A command may have at most 32 secrets.',
  unknown_secret: 'There is no secret with that name.',
  secret_exists: 'There is already a secret with that name.',
  secret_too_short: 'A value under 8 characters cannot be told from ordinary text, so it cannot be given to a command.',
  secret_too_plain:
    'A value with so little variety cannot be told from ordinary text, so it cannot be given to a command.',
  secret_too_long: 'A value over 120 KiB cannot be passed in the environment.',
  secrets_too_large: 'The values of one command may have 4 MiB together.',
  secret_has_nul: 'A value with a NUL byte cannot be passed in the environment.',
  tier_forbids: 'The tier of this secret does not let it be used in this way.',
  value_lost: 'The value of this secret was lost with a damage of the vault. The person types it in again.',
  value_empty: 'Type or paste a value. An empty one opens nothing.',
  value_too_long: 'A value over 1 MiB does not fit. Keep large files elsewhere and point at them with a reference.',
  value_too_long_to_show: 'A value that agents may read has at most 4,096 characters. Mark the field as sensitive.',
  value_to_retype: 'To let agents read this value, type it again.',
  value_not_text: 'The value is not text. Postern keeps text: encode a binary file, for example with base64, first.',
  field_unknown: 'This secret has no field with that name.',
  field_needed: 'This secret has several fields: say which one with "field".',
  field_repeated: 'Two fields of a secret have the same name.',
  reference_inactive: 'This secret points elsewhere and came from a backup. The person confirms it in Postern first.',
  reference_malformed: 'That is no reference Postern can follow. The person corrects it in Postern.',
  reference_tool_missing: 'The program that a reference needs is not on the PATH of the login shell. Install it first.',
  reference_not_found: 'The place that a reference points at holds no such value.',
  reference_locked:
    'The store that a reference points at is locked or signed out. Unlock it or sign in, then ask again.',
  reference_denied: 'The store that a reference points at did not allow it to be read with the sign-in Postern has.',
  reference_address_unsafe: 'VAULT_ADDR or BAO_ADDR must be an https address, or http on this very computer.',
  reference_failed: 'A reference could not be followed: its store or its program gave no value.',
  reference_timeout:
    'The store that a reference points at did not answer in time. If it asks the person, they answer it.',
  reference_too_large: 'What a reference points at is over 1 MiB.',
  reference_not_text: 'What a reference points at is not text, so it can be given to a command only as a file.',
  totp_malformed: 'That is no TOTP seed: give the letters and digits (base32) or the otpauth:// link.',
  secret_changed: 'This secret was changed meanwhile. Open it again.',
  // imports
  import_too_large: 'The file is over 64 MiB (1 MiB for a configuration file), so it was not read.',
  import_too_many_items: 'There are more than 20,000 items in it. Import it in parts.',
  import_unreadable: 'This is not a file of the kind you chose, or it is damaged. Nothing was imported.',
  import_wrong_encoding: 'The text is neither UTF-8 nor UTF-16. Save it as UTF-8 and try again.',
  import_has_nul: 'The file has NUL bytes in it, so it is no text file.',
  import_too_deep: 'The file nests deeper, or has more parts, than any real export. Nothing was imported.',
  import_columns: 'The table has more than 200 columns, or two of the same name. Nothing was imported.',
  import_encrypted: 'This export is encrypted. Export again without encryption, import that, and delete the file.',
  import_unsafe_archive: 'The archive holds names that point outside of it. Nothing was imported.',
  import_expands: 'The archive unpacks to far more than an export holds. Nothing was imported.',
  import_choice_missing: 'A secret of that name has another value. Choose what to do with each of these.',
  import_name_taken: 'That name is taken. Choose another one.',
  import_too_many_fields: 'Together the old and the new fields are more than 20. Import it under another name.',
  import_file_missing: 'There is no such file, or Postern may not read it.',
  import_not_a_file: 'This is not a regular file, so it was not read.',
  import_file_changed: 'The file is no longer what was imported, so it was left as it is.',
  import_file_linked: 'The file has another name that would keep the old text, so it was left as it is.',
  import_file_unwritable: 'The file could not be replaced or removed. Look at it before you go on.',
  import_lines_unclear: 'Not every line could be told apart in this file, so it was left as it is.',
  import_tool_missing: 'The program that keeps these secrets was not found on your PATH.',
  import_tool_failed: 'The program that keeps these secrets gave an error. Try it in a terminal first.',
  import_tool_slow: 'The program that keeps these secrets did not finish in time.',
  import_tool_output: 'The program that keeps these secrets gave more output than Postern takes.',
  import_wrong_password: 'That password or key file does not open the database.',
  import_cancelled: 'The import was cancelled. Nothing was imported.',
  import_platform: 'Keychain items can be imported on Linux and macOS only.',
  // requests
  bad_request: 'The request does not have the form that Postern expects.',
  command_empty: 'The command is empty.',
  command_too_long: 'The command is over 64 KiB.',
  command_too_many: 'The line starts more than 200 commands. Put them into a script and run that.',
  command_has_nul: 'The command contains a NUL byte.',
  command_has_marker:
    'The command contains one of Postern’s own [REDACTED:…] markers. A marker is not the value: name the secret instead.',
  command_not_found: 'The program of the command was not found on the PATH of the run.',
  cwd_missing: 'The working folder does not exist.',
  env_invalid: 'An environment variable name may hold letters, digits and _, and does not begin with a digit.',
  env_dangerous: 'That environment variable changes how programs load or run, so Postern does not set it.',
  env_repeated: 'Two secrets ask for the same environment variable.',
  env_missing: 'This secret has no environment variable of its own: name one with "env".',
  stdin_taken: 'Only one thing can be the standard input of a command.',
  file_no_tmpfs: 'This computer has no folder that lies in memory alone, so no secret is given as a file.',
  file_no_room: 'There is no room left in memory for the files of this command, so nothing was run.',
  env_too_large: 'Together the values are too large for the environment of a command.',
  action_changed: 'Something changed between the approval and the start, so nothing was run.',
  run_failed: 'The command could not be started.',
  unknown_request: 'There is no such request, or its answer was already picked up.',
  too_many_requests: 'Too many requests of this client are waiting.',
  environment_unknown: 'The policy has no environment of that name. Leave it out, or ask the person for the right one.',
  // scans
  text_too_large: 'The text is over 256 KiB.',
  scan_too_often: 'This client had too many texts searched in the last minute.',
  finding_moved: 'The file is not as it was when it was searched. Look again, then move what is found.',
  // the policy
  policy_invalid: 'This is not a policy that Postern can read. Nothing was changed.',
  policy_moved_on: 'The policy or the proposal changed meanwhile. Look at it again.',
  policy_holds_value:
    'The policy holds the value of a secret, and policy.yaml is a plain file. Take it out first. Nothing was changed.',
  policy_unwritable: 'The policy file could not be written. What you decided is in force all the same.',
  rule_inexpressible: 'No rule says exactly this. Allow it for a while instead.',
  unknown_grant: 'This permission is over already.',
  // settings files and programs of agents
  config_unreadable: 'The settings file does not parse, or Postern may not read it, so it is left as it is.',
  config_shape: 'The settings file holds something else where its list of servers should be, so it is left as it is.',
  config_unclear:
    'The settings file says the same thing twice, or in a way Postern cannot change safely. It is left as it is.',
  config_too_large: 'The settings file is over 4 MiB, so it is left as it is.',
  config_not_a_file: 'The settings file is not a regular file, so it is left as it is.',
  config_linked: 'The settings file has another name, which would keep the old text, so it is left as it is.',
  config_readonly: 'The settings file or its folder is write-protected. Nothing was changed.',
  config_folder_missing: 'The folder of the settings file is not there. Start the program once, then try again.',
  config_changed: 'The settings changed meanwhile, so nothing was written. Look again, then confirm.',
  config_busy: 'The program is writing its settings at this moment. Try again.',
  config_foreign: 'What is called postern there is not ours, so it is left as it is.',
  config_unwritable: 'The settings file could not be written. It is as it was.',
  client_tool_failed: 'The program’s own command did not make the change. You can have the file changed instead.',
  client_tool_slow: 'The program’s own command did not finish in time. Look again before you go on.',
  node_missing: 'No Node.js of version 18 or newer is on the PATH of your login shell. Install it, then look again.',
  handshake_failed: 'What is configured was started, and did not answer as Postern does.',
  handshake_slow: 'What is configured was started, and did not answer within 10 seconds.',
  // started without a window
  fd_unreadable: 'Nothing could be read from that file descriptor.',
  fd_too_long: 'More came on that file descriptor than Postern takes: 1 KiB of a passphrase, 1 MiB of secrets.',
  policy_file_unusable:
    'The policy file is not a text of at most 1 MiB that belongs to this account or to root and that nobody else may write.',
  // clients and the socket
  audit_not_allowed: 'The audit log is read only after the person allowed it: ask for that first.',
  client_denied: 'The person has not allowed this client to use Postern.',
  client_paused: 'This client is paused. Only the person can let it go on.',
  tool_forbidden: 'The person does not let this client use this tool.',
  rate_limited: 'This client calls more often than the person allows. Wait a little, then go on more slowly.',
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
  ...callFaultMessages,
  internal: 'Postern met a fault of its own. Its log has the code.',
} as const satisfies Record<string, string>;

export type FaultCode = keyof typeof faultMessages;

/** A coded fault. `message` is the constant sentence of its code; `cause` stays local and is never sent or logged. */
export class BrokerError extends Error {
  readonly code: FaultCode;
  /** Asking again makes sense after so many milliseconds; null: that is not known. */
  readonly retryMs: number | null;

  constructor(code: FaultCode, options: { readonly cause?: unknown; readonly retryMs?: number | null } = {}) {
    super(faultMessages[code], 'cause' in options ? { cause: options.cause } : undefined);
    this.name = 'BrokerError';
    this.code = code;
    this.retryMs = options.retryMs ?? null;
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
