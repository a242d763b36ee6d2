// What a scan found in a file, moved into the vault by the person. SECURITY P1, P7: the text is read when they say so, from the very
// place where it was found, and goes to the window that takes a value alone. The file is not changed.
import { BrokerError } from '../../contract/fault.ts';
import type { ExposureReport, ShapePlace } from '../../contract/health.ts';
import type { RecordId, SecretName } from '../../contract/vocabulary.ts';
import type { FolderWalk } from '../ports/folder-walk.ts';
import type { Randomness } from '../ports/randomness.ts';
import { FoundShapes } from '../scan/found-shapes.ts';
import { readShape } from '../scan/read-shape.ts';
import { type SuggestedSecret, suggestedSecret } from '../scan/suggested-secret.ts';

export interface MoveDeskParts {
  readonly walk: FolderWalk;
  readonly randomness: Randomness;
  readonly secrets: { list(): readonly { readonly id: RecordId; readonly name: SecretName }[] };
}

/** What the window says about what it moves: where it lies, what it looks like, what it might be called. */
export interface Move extends SuggestedSecret {
  readonly place: ShapePlace;
  readonly what: string;
}

export class MoveDesk {
  readonly #parts: MoveDeskParts;
  #found: FoundShapes | null = null;
  #begun: Move | null = null;
  /** From the mark of a text to the secret it became. */
  readonly #moved = new Map<string, RecordId>();

  constructor(parts: MoveDeskParts) {
    this.#parts = parts;
  }

  /** A new scan: what the one before found is forgotten. Takes what this one finds. */
  follow(): (place: ShapePlace, text: Uint8Array) => void {
    this.forget();
    const found = new FoundShapes(this.#parts.randomness);
    this.#found = found;
    return (place, text) => found.add(place, text);
  }

  /** SECURITY P4: at a lock. */
  forget(): void {
    this.#found?.forget();
    this.#found = null;
    this.#begun = null;
    this.#moved.clear();
  }

  /** The person wants to move it; it is still there. @throws BrokerError finding_moved, locked */
  async begin(place: ShapePlace): Promise<void> {
    const { value, before, what } = await this.#read(place);
    const taken = new Set(this.#parts.secrets.list().map(({ name }) => name.toLowerCase()));
    const suggested = suggestedSecret({ before, value, rule: place.rule }, (name) => taken.has(name.toLowerCase()));
    this.#begun = { place, what, ...suggested };
  }

  /** null: nothing was begun there, or it is over. */
  move(place: ShapePlace): Move | null {
    return this.#begun !== null && isSame(this.#begun.place, place) ? this.#begun : null;
  }

  /** The text as it lies in the file now, for the window that takes a value. @throws BrokerError finding_moved */
  async value(place: ShapePlace): Promise<string> {
    return (await this.#read(place)).value;
  }

  /** It is saved under this name. */
  done(place: ShapePlace, name: SecretName): void {
    const id = this.#parts.secrets.list().find((secret) => secret.name === name)?.id;
    const mark = this.#found?.markAt(place) ?? null;
    if (id !== undefined && mark !== null) this.#moved.set(mark, id);
    this.#begun = null;
  }

  /** The report with what was moved since: every place of the same text. One whose secret was removed is as it was. */
  marked(report: ExposureReport): ExposureReport {
    const found = this.#found;
    if (found === null || this.#moved.size === 0) return report;
    const names = new Map(this.#parts.secrets.list().map(({ id, name }) => [id, name]));
    const findings = report.findings.map((finding) => {
      const mark = finding.kind === 'shape' ? found.markAt(finding) : null;
      const id = mark === null ? undefined : this.#moved.get(mark);
      const name = id === undefined ? undefined : names.get(id);
      return id === undefined || name === undefined ? finding : { ...finding, moved: { id, name } };
    });
    return { ...report, findings };
  }

  #read(place: ShapePlace): ReturnType<typeof readShape> {
    if (this.#found === null) throw new BrokerError('finding_moved');
    return readShape(this.#parts.walk, this.#found, place);
  }
}

function isSame(a: ShapePlace, b: ShapePlace): boolean {
  return a.path === b.path && a.line === b.line && a.rule === b.rule;
}
