// Writes values in plain text to a file that the person chose: the one thing that takes values out of the vault for good. It needs
// presence, and leaves an audit event before a byte is written.
import type { Proof } from '../../contract/proof.ts';
import type { RecordId } from '../../contract/vocabulary.ts';
import type { AuditLog } from '../audit/audit-log.ts';
import { canonicalJson, sha256Hex } from '../crypto/digest.ts';
import { wipe } from '../crypto/wipe.ts';
import { dotenvText, type Variable } from '../exports/dotenv-text.ts';
import type { Clock } from '../ports/clock.ts';
import type { PersonCheck } from '../presence/person-check.ts';
import type { RevealedSecret, SecretBook } from '../secrets/secret-book.ts';

export interface ExportDeskParts {
  readonly secrets: SecretBook;
  readonly check: PersonCheck;
  readonly audit: AuditLog;
  readonly clock: Clock;
}

/** `left`: variables that the format cannot hold. */
export interface PlainExport {
  readonly written: number;
  readonly left: readonly string[];
}

export class ExportDesk {
  readonly #parts: ExportDeskParts;

  constructor(parts: ExportDeskParts) {
    this.#parts = parts;
  }

  /** @throws BrokerError as `PersonCheck.confirm`; presence_used unless it is used for just these secrets */
  async confirm(ids: readonly RecordId[], proof: Proof, signal: AbortSignal): Promise<void> {
    const matter = { purpose: 'export' as const, digest: sha256Hex(canonicalJson([...ids])) };
    const yes = await this.#parts.check.confirm(proof, matter, signal);
    yes.use(matter);
  }

  /**
   * Hands the text of a `.env` file to `write` and zeroes it afterwards. References are left out: they hold no value here.
   * @throws BrokerError locked, unknown_secret, audit_unwritable, and what `write` throws
   */
  dotenv(ids: readonly RecordId[], write: (bytes: Buffer) => Promise<void>): Promise<PlainExport> {
    const { secrets, audit, clock } = this.#parts;
    return secrets.withRevealed(ids, async (revealed) => {
      const variables = revealed.flatMap((secret) => variablesOf(secret, secrets));
      const { text, left } = dotenvText(variables);
      const bytes = Buffer.from(text, 'utf8');
      try {
        audit.record({ kind: 'secrets.exported', at: clock.now(), names: ids.length });
        await write(bytes);
      } finally {
        wipe(bytes);
      }
      return { written: variables.length - left.length, left };
    });
  }
}

/** A field's own variable, or one made of the names of the secret and, where there are several, the field. */
function variablesOf({ id, name, fields }: RevealedSecret, secrets: SecretBook): Variable[] {
  const views = secrets.get(id).fields;
  return fields.map((field) => {
    const own = views.find((view) => view.name === field.name)?.env ?? null;
    const made = (views.length === 1 ? name : `${name}_${field.name}`).toUpperCase().replace(/[^A-Z0-9]+/g, '_');
    return { name: own ?? (/^[0-9]/.test(made) ? `_${made}` : made), value: field.value.toString('utf8') };
  });
}
