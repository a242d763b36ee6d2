// What a vault holds, in a form that can be sent and compared: digests instead of text.
import { sha256Hex } from '../../app/core/crypto/digest.ts';
import { olderVersionsKept } from '../../app/core/secrets/secret-change.ts';
import type { Change, Content, Secret, Version } from './protocol.ts';

/** A short digest of anything that is JSON. */
export function digestOf(what: unknown): string {
  return sha256Hex(JSON.stringify(what)).slice(0, 16);
}

/** Of each field of a version its name and value. */
export function valuesDigest(fields: readonly { readonly name: string; readonly value: string }[]): string {
  return digestOf(fields.map(({ name, value }) => [name, value]).sort());
}

export function aboutDigest({ description, tier }: { readonly description: string; readonly tier: string }): string {
  return digestOf([description, tier]);
}

export function changed(content: Content, { secrets = {}, agents = {}, settings }: Change): Content {
  return {
    secrets: withChanges(content.secrets, secrets),
    agents: withChanges(content.agents, agents),
    settings: settings ?? content.settings,
  };
}

/** The next version of a secret, and the one before among the older ones. */
export function nextVersion(before: Secret, next: Partial<Pick<Version, 'about' | 'values'>>): Secret {
  const { id, older, version, about, values } = before;
  const all = [{ version, about, values }, ...older].slice(0, olderVersionsKept);
  return { id, version: version + 1, about: next.about ?? about, values: next.values ?? values, older: all };
}

/** What differs, in words with names; empty: nothing. An id that is not known yet differs from none. */
export function differences(expected: Content, found: Content): string[] {
  const names = new Set([...Object.keys(expected.secrets), ...Object.keys(found.secrets)]);
  const ids = new Set([...Object.keys(expected.agents), ...Object.keys(found.agents)]);
  return [
    ...[...names].flatMap((name) => secretDifference(name, expected.secrets[name], found.secrets[name])),
    ...[...ids].flatMap((id) =>
      expected.agents[id] === found.agents[id] ? [] : [`agent ${id} is not as it was left`],
    ),
    ...(expected.settings === found.settings ? [] : ['the settings are not as they were left']),
  ];
}

function secretDifference(name: string, expected: Secret | undefined, found: Secret | undefined): string[] {
  if (expected === undefined || found === undefined) {
    return expected === found ? [] : [`secret ${name} ${found === undefined ? 'is missing' : 'should not be there'}`];
  }
  if (expected.id !== null && expected.id !== found.id) return [`secret ${name} is another one`];
  if (expected.version !== found.version) {
    return [`secret ${name} has version ${found.version}, not ${expected.version}`];
  }
  if (expected.about !== found.about || expected.values !== found.values)
    return [`secret ${name} holds something else`];
  return digestOf(expected.older.map(versionOf)) === digestOf(found.older.map(versionOf))
    ? []
    : [`secret ${name} has other older versions`];
}

function versionOf({ version, about, values }: Version): unknown {
  return [version, about, values];
}

function withChanges<T>(all: Readonly<Record<string, T>>, changes: Readonly<Record<string, T | null>>) {
  const result = new Map(Object.entries(all));
  for (const [name, value] of Object.entries(changes)) {
    if (value === null) result.delete(name);
    else result.set(name, value);
  }
  return Object.fromEntries(result);
}
