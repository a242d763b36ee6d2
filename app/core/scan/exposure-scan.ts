// The exposure scan: looks through the person's files for copies of what the vault holds, and for what else looks like a secret.
// It changes nothing, and nothing of a value or of a file is in what it answers.
import type { ExposureProgress, ExposureReport, ScanRoot, ShapePlace, SkipReason } from '../../contract/health.ts';
import { freshKeyedHash } from '../crypto/keyed-hash.ts';
import type { FolderWalk } from '../ports/folder-walk.ts';
import type { Pause } from '../ports/pause.ts';
import type { Randomness } from '../ports/randomness.ts';
import { ExposureFindings } from './exposure-findings.ts';
import { searchFile } from './file-search.ts';
import { indexVault } from './vault-index.ts';
import type { VaultSecrets } from './vault-secrets.ts';

export interface ExposureScanParts {
  readonly secrets: VaultSecrets;
  readonly walk: FolderWalk;
  readonly pause: Pause;
  readonly randomness: Randomness;
}

export class ExposureScan {
  readonly #parts: ExposureScanParts;

  constructor(parts: ExposureScanParts) {
    this.#parts = parts;
  }

  /**
   * One scan. `onProgress` is called often: whoever shows it slows it down. `onShape` gets the text of each listed finding that
   * looks like a secret: a view that is good for the call, to be hashed and not kept. SECURITY P4: whoever locks the vault aborts the
   * signal; the values are gone by the time the first file is opened, and the hashes they were searched by when this ends.
   * @throws BrokerError locked, vault_corrupt
   */
  async run(
    roots: readonly ScanRoot[],
    onProgress: (progress: ExposureProgress) => void,
    signal: AbortSignal,
    onShape: (place: ShapePlace, text: Uint8Array) => void = () => {},
  ): Promise<ExposureReport> {
    const { secrets, walk, pause, randomness } = this.#parts;
    const seen = { secrets: 0, ofSecrets: 0, files: 0, bytes: 0, skipped: 0, findings: 0 };
    const hash = freshKeyedHash(randomness);
    const index = await indexVault(secrets, { hash, pause, signal }, (done, total) => {
      Object.assign(seen, { secrets: done, ofSecrets: total });
      onProgress({ ...seen });
    });
    const findings = new ExposureFindings(index, onShape);
    const skipped = noneSkipped();
    try {
      for await (const step of walk.walk(roots, signal)) {
        if (signal.aborted) break;
        if (step.kind === 'skipped') {
          skipped[step.why] += 1;
          seen.skipped += 1;
        } else {
          await searchFile(step.bytes, { index: index.forms, pause, signal }, findings.inFile(step.path));
          seen.files += 1;
          seen.bytes += step.bytes.length;
        }
        onProgress({ ...seen, findings: findings.listed.length });
      }
    } finally {
      index.forms.forget();
    }
    const end = signal.aborted ? 'cancelled' : 'complete';
    const { files, bytes } = seen;
    const { listed, unlisted } = findings;
    return { end, findings: listed, unlisted, files, bytes, skipped, unsearched: index.unsearched };
  }
}

function noneSkipped(): Record<SkipReason, number> {
  return { large: 0, binary: 0, unreadable: 0, special: 0, link: 0, elsewhere: 0, deep: 0, many: 0, generated: 0 };
}
