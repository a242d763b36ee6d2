// Values that lie in other stores: named before the approval, fetched after it, kept nowhere.
import type { Reference } from '../../contract/reference.ts';
import type { ActionReference } from '../../contract/run.ts';

/** `text`: for a variable, standard input or a seed. `bytes`: for a file. */
export type WantedValue = 'text' | 'bytes';

export interface References {
  /**
   * What will resolve it, looked up now: `program` is the absolute path of a program and `sha256` its hash; where Postern
   * itself resolves it, `sha256` is null and `program` is the address of the store, the real path of the file or the name
   * of the variable. Runs nothing and reads no value.
   * @throws BrokerError reference_malformed, reference_tool_missing, reference_not_found, reference_address_unsafe
   */
  freeze(reference: Reference): Promise<ActionReference>;
  /**
   * The value, 1 byte to 1 MiB, for the caller to wipe. As `text` it is UTF-8 without NUL and one newline at its end
   * is left out; as `bytes` it is what the store gave. Asked anew each time. Resolves or rejects only when everything that
   * was started for it is gone, but for what a program that ended by itself left running.
   * @throws BrokerError action_changed when `frozen` is no longer what `freeze` would say; as `freeze`; reference_locked,
   * reference_denied, reference_failed (also on abort), reference_timeout, reference_too_large, reference_not_text
   */
  resolve(frozen: ActionReference, signal: AbortSignal, wanted: WantedValue): Promise<Buffer>;
}
