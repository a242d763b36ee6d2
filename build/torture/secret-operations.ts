// What a person does with secrets, drawn by chance: each says what it will change before it does it.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RestoreChoice } from '../../app/contract/backup.ts';
import type { ImportChoices } from '../../app/contract/import.ts';
import { type FieldDraft, type OwnSecretView, SecretDraft } from '../../app/contract/secret.ts';
import { RecordId } from '../../app/contract/vocabulary.ts';
import { aboutDigest, nextVersion, valuesDigest } from './content.ts';
import type { Deed, Scene } from './deed.ts';
import type { Content, Secret } from './protocol.ts';

const signal = new AbortController().signal;
const system = { kind: 'system' } as const;

/** The vault stays of a size that is quickly looked at. */
export const manySecrets = 110;
const fewSecrets = 70;

export function add({ house, chance, mark }: Scene): Deed {
  const draft = newDraft(chance.text(8), { value: `${mark}${chance.text(20)}`, description: chance.text(12) });
  const secret = { id: null, version: 1, ...digestsOf(draft), older: [] };
  return {
    change: { secrets: { [draft.name]: secret } },
    run: async () => house.desks.secrets.save(null, null, draft),
  };
}

/** Half of the time with new values, otherwise with those it has. */
export function edit(scene: Scene): Deed | null {
  const { house, chance, mark, content } = scene;
  const [name, before] = pickSecret(scene) ?? [];
  if (name === undefined || before === undefined) return null;
  const { id, view } = viewOf(scene, before);
  const about = { ...draftAbout(view), description: chance.text(12) };
  const isNew = chance.part() < 0.5;
  const fields = view.fields.map(({ reference: _reference, value: _value, ...field }): FieldDraft => {
    if (!isNew) return { ...field, content: { kind: 'kept', from: field.name } };
    return { ...field, content: { kind: 'value', value: `${mark}${chance.text(20 + chance.below(2000))}` } };
  });
  const next = { about: aboutDigest(about), ...(isNew ? { values: valuesDigest(typed(fields)) } : {}) };
  return {
    change: { secrets: { [name]: nextVersion(content.secrets[name] ?? before, next) } },
    run: async () => house.desks.secrets.save(id, null, SecretDraft.parse({ ...about, fields })),
  };
}

/** One; or, when there are many, as many as are over `fewSecrets` at once. */
export function remove(scene: Scene): Deed | null {
  const all = Object.entries(scene.content.secrets);
  if (all.length > manySecrets) {
    const gone = all.slice(fewSecrets).map(([, secret]) => viewOf(scene, secret));
    const steps = gone.map(({ id }) => ({ kind: 'remove', id }) as const);
    return {
      change: { secrets: Object.fromEntries(gone.map(({ view }) => [view.name, null])) },
      run: async () => void scene.house.secrets.applyAll(steps),
    };
  }
  const [name, secret] = pickSecret(scene) ?? [];
  if (name === undefined || secret === undefined) return null;
  const { id } = viewOf(scene, secret);
  return { change: { secrets: { [name]: null } }, run: async () => scene.house.desks.secrets.remove(id) };
}

export function bringBack(scene: Scene): Deed | null {
  const [name, secret] = pickSecret(scene, ({ older }) => older.length > 0) ?? [];
  const past = scene.chance.pick(secret?.older ?? []);
  if (name === undefined || secret === undefined || past === null) return null;
  const { id } = viewOf(scene, secret);
  const { about, values, version } = past;
  return {
    change: { secrets: { [name]: nextVersion(secret, { about, values }) } },
    run: async () => scene.house.desks.secrets.bringBack(id, version),
  };
}

/** A `.env` file of new names, and of some that an import brought before. */
export async function importFile({ house, chance, mark, content, own }: Scene): Promise<Deed> {
  const known = Object.keys(content.secrets).filter((name) => name.startsWith('TT_') && chance.part() < 0.4);
  const fresh = Array.from({ length: 3 + chance.below(25) }, () => `TT_${chance.text(8)}`);
  const lines = [...fresh, ...known].map((name) => ({ name, value: `${mark}${chance.text(30)}` }));
  const path = join(own, 'import.env');
  writeFileSync(path, lines.map(({ name, value }) => `${name}=${value}\n`).join(''), { mode: 0o600 });
  const request = { source: 'dotenv', path, password: null, names: [] } as const;
  const { items } = await house.desks.imports.read(request, signal);
  const choices: ImportChoices = items.map(({ index, class: is }) => {
    return { index, choice: { kind: is === 'conflict' ? 'replace' : 'add' } };
  });
  const secrets = items.map(({ name, tier }, i): [string, Secret] => {
    const values = valuesDigest([{ name: 'value', value: lines[i]?.value ?? '' }]);
    const before = content.secrets[name];
    if (before !== undefined) return [name, nextVersion(before, { values })];
    return [name, { id: null, version: 1, about: aboutDigest({ description: '', tier }), values, older: [] }];
  });
  return {
    change: { secrets: Object.fromEntries(secrets) },
    run: async () => {
      house.desks.imports.apply(choices);
      await house.desks.imports.afterwards('keep');
    },
  };
}

/** Of the backup that was saved last: what is missing here, some secrets, or everything. */
export async function restore({ house, chance, content, saved }: Scene): Promise<Deed | null> {
  if (saved === null) return null;
  const opener = { kind: 'passphrase', passphrase: saved.passphrase } as const;
  await house.desks.backups.open(await house.desks.files.readBackup(saved.file), opener);
  const kind = chance.pick(['missing', 'everything', 'picked'] as const) ?? 'missing';
  const chosen = Object.entries(saved.content.secrets).filter(([name, { id }]) => {
    if (kind === 'missing') return content.secrets[name] === undefined && secretOf(content, id) === null;
    return kind === 'everything' || chance.part() < 0.5;
  });
  const ids = chosen.map(([, { id }]) => RecordId.parse(id));
  const everything = kind === 'everything';
  const choice: RestoreChoice = {
    secrets: kind === 'picked' ? { kind, ids } : { kind },
    clients: everything,
    settings: everything,
  };
  const brought = chosen.map(([name, secret]): [string, Secret] => {
    const here = secretOf(content, secret.id)?.version ?? 0;
    return [name, { ...secret, version: Math.max(here, secret.version) + 1 }];
  });
  const gone = everything ? Object.keys(content.secrets).map((name) => [name, null] as const) : [];
  const secrets = Object.fromEntries([...gone, ...brought]);
  const others = everything ? { settings: saved.content.settings, agents: saved.content.agents } : {};
  return {
    change: { secrets, ...others },
    run: async () => void (await house.desks.backups.restore(choice, system, signal)),
  };
}

function pickSecret(scene: Scene, fits: (secret: Secret) => boolean = () => true): [string, Secret] | null {
  return scene.chance.pick(Object.entries(scene.content.secrets).filter(([, secret]) => fits(secret)));
}

function viewOf({ house }: Scene, { id }: Secret): { id: RecordId; view: OwnSecretView } {
  const parsed = RecordId.parse(id);
  return { id: parsed, view: house.secrets.get(parsed) };
}

function secretOf({ secrets }: Content, id: string | null): Secret | null {
  return Object.values(secrets).find((secret) => secret.id === id) ?? null;
}

function newDraft(name: string, { value, description }: { value: string; description: string }): SecretDraft {
  const field = { sensitive: true, inject: 'environment', env: null };
  return SecretDraft.parse({
    ...{
      name: `made/${name}`,
      kind: 'token',
      description,
      tags: ['torture'],
      url: '',
      projects: [],
      environment: null,
    },
    ...{ tier: 'run', authPattern: null, authInstructions: '', allowedHosts: [], expiresAt: null },
    ...{ rotateAfterDays: null, showsLastFour: false, notes: '' },
    fields: [
      { ...field, name: 'token', content: { kind: 'value', value } },
      { ...field, name: 'user', sensitive: false, content: { kind: 'value', value: `${value}-user` } },
    ],
  });
}

function draftAbout(view: OwnSecretView) {
  const { name, kind, description, tags, url, projects, environment, tier, authPattern, authInstructions } = view;
  const { allowedHosts, expiresAt, rotateAfterDays, showsLastFour, notes } = view;
  const about = { name, kind, description, tags, url, projects, environment, tier, authPattern, authInstructions };
  return { ...about, allowedHosts, expiresAt, rotateAfterDays, showsLastFour, notes };
}

function digestsOf(draft: SecretDraft) {
  return { about: aboutDigest(draft), values: valuesDigest(typed(draft.fields)) };
}

function typed(fields: readonly FieldDraft[]): { name: string; value: string }[] {
  return fields.flatMap(({ name, content }) => (content.kind === 'value' ? [{ name, value: content.value }] : []));
}
