// Looks through the whole vault and says how well the secrets are. It opens one at a time, gives way between them, and keeps no
// value: only facts, under a key that is forgotten at its end.
import type { HealthProgress, HealthReport } from '../../contract/health.ts';
import { freshKeyedHash } from '../crypto/keyed-hash.ts';
import type { Clock } from '../ports/clock.ts';
import type { Pause } from '../ports/pause.ts';
import type { Randomness } from '../ports/randomness.ts';
import { eachHeldValue, type VaultSecrets } from '../scan/vault-secrets.ts';
import { type FieldFacts, type HealthFacts, healthSteps } from './health-of.ts';
import { valueFacts } from './value-facts.ts';

/** Secrets between two pauses; about a millisecond of work. */
const judgedAtOnce = 50;

export interface HealthCheckParts {
  readonly secrets: VaultSecrets;
  readonly clock: Clock;
  readonly pause: Pause;
  readonly randomness: Randomness;
}

export class HealthCheck {
  readonly #parts: HealthCheckParts;

  constructor(parts: HealthCheckParts) {
    this.#parts = parts;
  }

  /**
   * One check. null: the signal was aborted. SECURITY P4: whoever locks the vault aborts it.
   * @throws BrokerError locked, vault_corrupt
   */
  async run(
    known: Omit<HealthFacts, 'values'>,
    onProgress: (progress: HealthProgress) => void,
    signal: AbortSignal,
  ): Promise<HealthReport | null> {
    const { secrets, clock, pause, randomness } = this.#parts;
    const hash = freshKeyedHash(randomness);
    const values: FieldFacts[] = [];
    const all = secrets.list();
    try {
      const progress = (done: number, total: number): void => onProgress({ done, total });
      await eachHeldValue({ secrets, all, signal }, progress, async ({ id }, field, value) => {
        values.push({ id, field, ...valueFacts(value, hash) });
        await pause();
      });
    } finally {
      hash.forget();
    }
    const steps = healthSteps(all, { ...known, values }, clock.now());
    for (let judged = 0; !signal.aborted; judged++) {
      const step = steps.next();
      if (step.done === true) return step.value;
      if (judged % judgedAtOnce === 0) await pause();
    }
    return null;
  }
}
