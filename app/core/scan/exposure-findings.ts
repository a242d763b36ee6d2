// Gathers what a scan found into what the person is shown. SECURITY P1/P7: it keeps lines, tags and rules, and no text; what looks
// like a secret it hands on to be hashed. A value in the path of a file is redacted there.
import type { ExposureFinding, ShapePlace } from '../../contract/health.ts';
import { marker } from '../redaction/markers.ts';
import type { FileHit } from './file-search.ts';
import { findSecretShapes } from './secret-shapes.ts';
import type { ValueOwner, VaultIndex } from './vault-index.ts';

const mostInFile = 100;
const mostInAll = 10_000;

export class ExposureFindings {
  readonly #index: VaultIndex;
  readonly #onShape: (place: ShapePlace, text: Uint8Array) => void;
  readonly #findings: ExposureFinding[] = [];
  #unlisted = 0;

  /** `onShape`: for each listed finding that looks like a secret, its whole text. */
  constructor(index: VaultIndex, onShape: (place: ShapePlace, text: Uint8Array) => void) {
    this.#index = index;
    this.#onShape = onShape;
  }

  get listed(): readonly ExposureFinding[] {
    return this.#findings;
  }

  /** Beyond the most that are listed. */
  get unlisted(): number {
    return this.#unlisted;
  }

  /** Takes the hits of one file, in their order: one finding for each line and value or rule, or each stretch of lines. */
  inFile(path: string): (hit: FileHit) => void {
    const lastLines = new Map<ValueOwner | string, number>();
    let shown: string | null = null;
    let count = 0;
    return (hit) => {
      const found = hit.kind === 'value' ? this.#index.ownerOf(hit.tag) : null;
      if (hit.kind === 'value' && found === null) return;
      const subject = hit.kind === 'shape' ? hit.rule : (found?.owner ?? hit.kind);
      const last = lastLines.get(subject);
      lastLines.set(subject, hit.line);
      // The parts of one copy follow each other.
      if (last !== undefined && hit.line - last <= (found?.owner.lines ?? 0)) return;
      count++;
      if (count > mostInFile || this.#findings.length >= mostInAll) {
        this.#unlisted++;
        return;
      }
      shown ??= this.#shownPath(path);
      const place = { path: shown, line: hit.line };
      if (hit.kind === 'shape') {
        // A path that is not shown as it is cannot be found again by what is shown.
        const isFound = shown === path;
        const { rule, what } = hit;
        this.#findings.push({
          kind: 'shape',
          ...place,
          rule,
          what,
          fixes: isFound ? ['import', 'redact'] : ['redact'],
        });
        if (isFound) this.#onShape({ ...place, rule }, hit.bytes);
      } else if (found !== null) {
        const { secret, field } = found.owner;
        const form = found.plain ? 'plain' : 'encoded';
        this.#findings.push({ kind: 'vault', ...place, secret, field, form, fixes: ['rotate', 'redact'] });
      }
    };
  }

  #shownPath(path: string): string {
    const bytes = Buffer.from(path);
    const spans: { start: number; end: number; mark: string }[] = [];
    this.#index.forms.find(bytes, 0, bytes.length, ({ start, end, tag }) => {
      const name = this.#index.ownerOf(tag)?.owner.secret;
      spans.push({ start, end, mark: name === undefined ? '[REDACTED]' : marker(name) });
    });
    for (const { start, end } of findSecretShapes(bytes.toString('latin1')))
      spans.push({ start, end, mark: '[REDACTED]' });
    const parts: Uint8Array[] = [];
    let done = 0;
    for (const { start, end, mark } of spans.sort((a, b) => a.start - b.start)) {
      if (start >= done) parts.push(bytes.subarray(done, start), Buffer.from(mark));
      done = Math.max(done, end);
    }
    return Buffer.concat([...parts, bytes.subarray(done)]).toString();
  }
}
