import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { OwnSecretView } from '../../app/contract/secret.ts';
import { draftOf, emptyForm, formOf, problemsOf, suggestedEnv } from './draft.ts';

describe('the text of the secret form', () => {
  it('suggests a variable from the name', () => {
    assert.equal(suggestedEnv('github/token'), 'GITHUB_TOKEN');
    assert.equal(suggestedEnv('my-app/db.prod_pass'), 'MY_APP_DB_PROD_PASS');
    assert.equal(suggestedEnv('1password'), '_1PASSWORD');
    assert.equal(suggestedEnv('//'), '');
  });

  it('makes a draft out of plain text, with hosts freed of their addresses and doubles dropped', () => {
    const form = {
      ...{ ...emptyForm, name: ' github/token ', env: 'GH_TOKEN', tags: 'work, ci,, work', expires: '2027-02-28' },
      hosts: 'https://API.github.com/v3?x, github.com  github.com',
    };
    assert.deepEqual(problemsOf(form), {});
    const draft = draftOf(form, null);
    assert.ok(draft);
    assert.deepEqual(draft.tags, ['work', 'ci']);
    assert.deepEqual(draft.allowedHosts, ['api.github.com', 'github.com']);
    assert.equal(draft.name, 'github/token');
    assert.equal(draft.value, null);
    assert.equal(draft.expiresAt, new Date(2027, 1, 28, 23, 59, 59, 999).getTime());
  });

  it('says what is wrong with each field, and makes no draft then', () => {
    const cases = [
      ['name', ''],
      ['name', 'has space'],
      ['name', '/lead'],
      ['env', '1BAD'],
      ['env', 'A-B'],
      ['hosts', 'no host!'],
      ['tags', 'x'.repeat(41)],
      ['expires', '2027-02-30'],
    ] as const;
    for (const [field, text] of cases) {
      const problems = problemsOf({ ...emptyForm, name: 'a/b', [field]: text });
      assert.deepEqual(Object.keys(problems), [field], `${field} ${text}`);
    }
    assert.equal(draftOf({ ...emptyForm, name: 'has space' }, null), null);
  });

  it('gives back what it was filled with', () => {
    const secret = OwnSecretView.parse({
      ...{
        id: 'a'.repeat(32),
        name: 'a/b',
        description: 'd',
        tags: ['x', 'y'],
        env: 'A_B',
        tier: 'guarded',
        authPattern: 'bearer',
      },
      ...{
        authInstructions: 'i',
        allowedHosts: ['h.example'],
        expiresAt: new Date(2027, 0, 5, 23, 59, 59, 999).getTime(),
      },
      ...{ notes: 'n\nn', version: 2, createdAt: 1, updatedAt: 1, lastUsedAt: null },
    });
    const { id, version, createdAt, updatedAt, lastUsedAt, ...about } = secret;
    assert.deepEqual(draftOf(formOf(secret), null), { ...about, value: null });
  });
});
