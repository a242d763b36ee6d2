// Makes matchers somewhere else than in the thread that asks, since a large one takes a while.
import type { SecretName } from '../../contract/vocabulary.ts';
import type { Matcher } from '../redaction/matcher.ts';

export interface MatcherBuilder {
  /**
   * The values are UTF-8, and are copied before it returns. @throws BrokerError internal when it cannot be made, or after
   * `forget` was called meanwhile
   */
  build(values: readonly { readonly name: SecretName; readonly bytes: Uint8Array }[]): Promise<Matcher>;
  /** Lets go of everything that it knows of values; resolves when it is gone. The next `build` starts afresh. */
  forget(): Promise<void>;
}
