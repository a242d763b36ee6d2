import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { OwnSecretView } from '../../app/contract/secret.ts';
import type { FormText } from './draft.ts';
import { draftOf, emptyForm, formOf } from './draft.ts';
import { fieldsOfKind } from './field-text.ts';
import { isClean, problemsOf } from './form-problems.ts';

const token = (change: Partial<FormText> = {}): FormText => ({ ...emptyForm, name: 'github/token', ...change });
const typed = () => 'ghp_Typ3dByThePerson';

describe('the draft of a secret', () => {
  it('is made out of plain text, with hosts freed of their addresses and doubles dropped', () => {
    const draft = draftOf(
      token({
        ...{
          name: ' github/token ',
          tags: 'work, ci,, work',
          projects: 'api',
          environment: ' prod ',
          url: ' https://x.y ',
        },
        ...{
          expires: '2027-02-28',
          rotateAfterDays: '90',
          hosts: 'https://API.github.com/v3?x, github.com  github.com',
        },
      }),
      typed,
    );
    assert.ok(draft);
    assert.equal(draft.name, 'github/token');
    assert.deepEqual(draft.tags, ['work', 'ci']);
    assert.deepEqual(draft.projects, ['api']);
    assert.equal(draft.environment, 'prod');
    assert.equal(draft.url, 'https://x.y');
    assert.equal(draft.rotateAfterDays, 90);
    assert.deepEqual(draft.allowedHosts, ['api.github.com', 'github.com']);
    assert.equal(draft.expiresAt, new Date(2027, 1, 28, 23, 59, 59, 999).getTime());
    assert.deepEqual(draft.fields, [
      { name: 'token', sensitive: true, inject: 'environment', env: null, content: { kind: 'value', value: typed() } },
    ]);
  });

  it('leaves out what may be left empty, and nothing else', () => {
    const form = token({ kind: 'aws', fields: fieldsOfKind('aws', 'aws/deploy') });
    const values = new Map([
      ['0', 'AKIAEXAMPLE'],
      ['1', 'secret-access-key'],
    ]);
    const draft = draftOf(form, (key) => values.get(key) ?? '');
    assert.deepEqual(
      draft?.fields.map(({ name, env }) => [name, env]),
      [
        ['access_key_id', 'AWS_ACCESS_KEY_ID'],
        ['secret_access_key', 'AWS_SECRET_ACCESS_KEY'],
      ],
    );
    assert.ok(isClean(problemsOf(form, (key) => values.get(key) ?? '')));
    assert.deepEqual(Object.keys(problemsOf(form, () => '').fields), ['0', '1']);
  });

  it('says where the secret stands only where it is a header or a parameter', () => {
    const named = { authName: ' X-Api-Key ', authText: ' Token token={value} ' };
    const auth = (form: Partial<FormText>) => {
      const { authName, authText } = draftOf(token({ ...named, ...form }), typed) ?? assert.fail();
      return [authName, authText];
    };
    assert.deepEqual(auth({ authPattern: 'header' }), ['X-Api-Key', 'Token token={value}']);
    assert.deepEqual(auth({ authPattern: 'query', authText: '' }), ['X-Api-Key', undefined]);
    assert.deepEqual(auth({ authPattern: 'bearer' }), [undefined, undefined]);
  });

  it('gives standard input no variable, even when one was typed before', () => {
    const fields = emptyForm.fields.map((field) => ({ ...field, inject: 'stdin' as const, env: 'LEFT_OVER' }));
    assert.equal(draftOf(token({ fields }), typed)?.fields[0]?.env, null);
  });

  it('points elsewhere without a value', () => {
    const fields = emptyForm.fields.map((field) => ({
      ...field,
      source: 'reference' as const,
      reference: ' pass:a/b ',
    }));
    const content = draftOf(token({ fields }), typed)?.fields[0]?.content;
    assert.deepEqual(content, { kind: 'reference', reference: 'pass:a/b' });
  });

  it('is not made while something is wrong', () => {
    assert.equal(draftOf(token({ name: 'has space' }), typed), null);
  });
});

describe('the form of a stored secret', () => {
  const about = {
    ...{ name: 'a/b', kind: 'login', description: 'd', tags: ['x', 'y'], url: 'https://u', projects: ['p'] },
    ...{
      environment: 'dev',
      tier: 'guarded',
      longestYes: 'session',
      authPattern: 'header',
      authName: 'X-Api-Key',
      authText: 'Token {value}',
      authInstructions: 'i',
      allowedHosts: ['h.example'],
    },
    ...{ expiresAt: new Date(2027, 0, 5, 23, 59, 59, 999).getTime(), rotateAfterDays: 30, showsLastFour: true },
    notes: 'n\nn',
  };
  const field = { sensitive: true, inject: 'environment', env: 'A_B', value: null, lastFour: null, reference: null };
  const secret = OwnSecretView.parse({
    ...about,
    fields: [
      { ...field, name: 'username', sensitive: false, value: 'anna' },
      { ...field, name: 'password', env: 'A_C' },
      { ...field, name: 'seed', inject: 'totp', env: null, reference: { text: 'op://v/i/f', active: false } },
    ],
    ...{ id: 'a'.repeat(32), version: 2, createdAt: 1, updatedAt: 1, rotatedAt: 1, lastUsedAt: null, olderVersions: 1 },
  });
  const form = formOf(secret);
  // What stands in the text areas: the open value, as the form starts with it.
  const standing = (key: string) => form.fields.find((each) => each.key === key)?.stored?.value ?? '';
  const contents = (changed: FormText) => draftOf(changed, standing)?.fields.map(({ content }) => content);

  it('gives back what it was filled with, and keeps what it was not shown', () => {
    const draft = draftOf(form, standing);
    assert.ok(draft);
    const { fields, ...rest } = draft;
    assert.deepEqual(rest, about);
    assert.deepEqual(contents(form), [
      { kind: 'value', value: 'anna' },
      { kind: 'kept', from: 'password' },
      { kind: 'kept', from: 'seed' },
    ]);
    assert.ok(isClean(problemsOf(form, standing)));
  });

  it('keeps a value under its old name when the field is renamed', () => {
    const fields = form.fields.map((each) => (each.name === 'password' ? { ...each, name: 'pass' } : each));
    assert.deepEqual(draftOf({ ...form, fields }, standing)?.fields[1]?.name, 'pass');
    assert.deepEqual(contents({ ...form, fields })?.[1], { kind: 'kept', from: 'password' });
  });

  it('keeps a reference, waiting or not, until its text is another', () => {
    const pointing = (reference: string) =>
      form.fields.map((each) => (each.name === 'seed' ? { ...each, reference } : each));
    assert.deepEqual(contents({ ...form, fields: pointing('op://v/i/f ') })?.[2], { kind: 'kept', from: 'seed' });
    assert.deepEqual(contents({ ...form, fields: pointing('op://v/i/g') })?.[2], {
      kind: 'reference',
      reference: 'op://v/i/g',
    });
  });
});
