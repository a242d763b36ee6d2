// For tests only: what the tests of the importers share.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { type Zippable, zipSync } from 'fflate';
import { BrokerError, type FaultCode, faultMessages } from '../contract/fault.ts';
import type { Candidate, ImportRead } from '../core/imports/candidates.ts';

/** The documented shape of a real export, by hand. */
export function fixture(name: string): Buffer {
  return readFileSync(new URL(`../core/imports/fixtures/${name}`, import.meta.url));
}

/** A 1PUX archive around its JSON. */
export function archive(exportData: Uint8Array, more: Zippable = {}): Uint8Array {
  const attributes = Buffer.from('{"version":3,"description":"1Password Unencrypted Export","createdAt":1700000000}');
  return zipSync({ 'export.attributes': attributes, 'export.data': exportData, ...more });
}

/** `name` → `field` → value. */
export function valuesOf({ candidates }: ImportRead): Record<string, Record<string, string>> {
  return Object.fromEntries(candidates.map(({ draft }) => [draft.name, valuesOfDraft({ draft })]));
}

function valuesOfDraft({ draft }: Pick<Candidate, 'draft'>): Record<string, string> {
  return Object.fromEntries(
    draft.fields.map(({ name, content }) => [name, content.kind === 'value' ? content.value : content.kind]),
  );
}

/** The one candidate of that name. */
export function named({ candidates }: ImportRead, name: string): Candidate {
  const found = candidates.filter(({ draft }) => draft.name === name);
  assert.equal(found.length, 1, `${name} among ${candidates.map(({ draft }) => draft.name).join(' ')}`);
  return found[0] ?? assert.fail();
}

/** For `assert.throws` and `assert.rejects`: this code, its constant sentence, and no cause that could quote the input. */
export function refusal(code: FaultCode): (thrown: unknown) => boolean {
  return (thrown) => {
    assert.ok(thrown instanceof BrokerError, String(thrown));
    assert.equal(thrown.code, code);
    assert.equal(thrown.message, faultMessages[code]);
    return true;
  };
}
