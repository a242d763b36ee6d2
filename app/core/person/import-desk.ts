// One import at a time: read, shown, chosen, written in one transaction. The plaintext it holds goes with the import, or at a lock.

import { BrokerError } from '../../contract/fault.ts';
import type { ImportChoices, ImportFileKind, ImportPreview, ImportReport } from '../../contract/import.ts';
import type { SecretName } from '../../contract/vocabulary.ts';
import type { AuditLog } from '../audit/audit-log.ts';
import { wipe } from '../crypto/wipe.ts';
import type { ImportRead } from '../imports/candidates.ts';
import { type ImportPlan, planImport, previewOf } from '../imports/import-plan.ts';
import { resolveImport } from '../imports/import-resolution.ts';
import { readImport } from '../imports/read-import.ts';
import type { Clock } from '../ports/clock.ts';
import type { ImportedFile, ImportRequest, ImportSources } from '../ports/import-sources.ts';
import type { SecretBook } from '../secrets/secret-book.ts';

export interface ImportDeskParts {
  readonly sources: ImportSources;
  readonly secrets: SecretBook;
  readonly audit: AuditLog;
  readonly clock: Clock;
  /** The list of secrets is another one now. */
  readonly imported: () => void;
}

interface Import {
  readonly source: ImportRequest['source'];
  readonly plan: ImportPlan;
  readonly file: ImportedFile | null;
  /** Once it is written: each variable of the `.env` file, and the secret that holds it now. */
  readonly variables: ReadonlyMap<string, SecretName> | null;
}

export class ImportDesk {
  readonly #parts: ImportDeskParts;
  #current: Import | null = null;

  constructor(parts: ImportDeskParts) {
    this.#parts = parts;
  }

  /** What the source holds, beside what the vault has. An import before it is forgotten. @throws BrokerError locked, and as `ImportSources.read` */
  async read(request: ImportRequest, signal: AbortSignal): Promise<ImportPreview> {
    this.forget();
    const { read, file } = await this.#parts.sources.read(request, signal);
    try {
      if (signal.aborted) throw new BrokerError('import_cancelled');
      return this.#plan(request.source, read, file);
    } catch (thrown) {
      if (file !== null) wipe(file.bytes);
      throw thrown;
    }
  }

  /** As `read`, of a file's bytes, which stay the caller's to wipe. @throws BrokerError locked, and with a code of the imports */
  readBytes(source: ImportFileKind, bytes: Buffer): ImportPreview {
    return this.#plan(source, readImport(source, bytes), null);
  }

  /** Writes what the person chose, in one transaction. @throws BrokerError as `resolveImport` and `SecretBook.applyAll`; nothing is written then */
  apply(choices: ImportChoices): ImportReport {
    const { secrets, audit, clock, imported } = this.#parts;
    const { source, plan, file } = this.#required();
    const { changes, report, variables } = resolveImport(plan, choices);
    const [added, replaced] = [report.added.length, report.replaced.length];
    const skipped = plan.items.length + report.skipped.length - added - replaced;
    // SECURITY P3: on record before it is written.
    secrets.applyAll(changes, () => {
      audit.record({ kind: 'secrets.imported', at: clock.now(), source, added, replaced, skipped });
    });
    // The candidates' plaintext is not needed any more.
    this.#current = file === null ? null : { source, plan: { ...plan, items: [] }, file, variables };
    imported();
    return report;
  }

  /** What becomes of the `.env` file once it was imported. @throws BrokerError bad_request, and as `ImportSources.replace` */
  async afterwards(what: 'keep' | 'replace' | 'shred'): Promise<void> {
    const { file, variables } = this.#required();
    if (file === null || variables === null) throw new BrokerError('bad_request');
    if (what === 'replace') await this.#parts.sources.replace(file, variables);
    if (what === 'shred') await this.#parts.sources.shred(file);
    this.forget();
  }

  /** Lets go of what was read; at the end of an import, and at a lock. */
  forget(): void {
    if (this.#current?.file) wipe(this.#current.file.bytes);
    this.#current = null;
  }

  #plan(source: ImportRequest['source'], read: ImportRead, file: ImportedFile | null): ImportPreview {
    const { secrets } = this.#parts;
    const plan = planImport(read, secrets.list(), (id, draft) => secrets.holdsSame(id, draft));
    this.forget();
    this.#current = { source, plan, file, variables: null };
    return previewOf(plan);
  }

  #required(): Import {
    if (this.#current === null) throw new BrokerError('bad_request');
    return this.#current;
  }
}
