import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { FieldName, SecretKind } from '../../app/contract/secret.ts';
import { EnvName, SecretName } from '../../app/contract/vocabulary.ts';
import { secretTemplates, suggestedEnv, variableOf } from './secret-templates.ts';

describe('templates of secrets', () => {
  for (const kind of SecretKind.options) {
    it(`gives ${kind} fields that can be saved, each in a variable of its own`, () => {
      const { example, fields } = secretTemplates[kind];
      assert.ok(SecretName.safeParse(example).success);
      for (const field of fields) assert.ok(FieldName.safeParse(field.name).success, field.name);
      const variables = fields.map((field) => suggestedEnv(field.env, example));
      for (const variable of variables) assert.ok(EnvName.safeParse(variable).success, variable);
      assert.equal(new Set(variables).size, fields.length);
      assert.equal(new Set(fields.map(({ name }) => name)).size, fields.length);
      assert.ok(
        fields.some(({ sensitive, optional }) => sensitive && !optional),
        'something in it is secret',
      );
    });
  }

  it('lets agents read a user name and a region, and nothing else', () => {
    const open = SecretKind.options.flatMap((kind) =>
      secretTemplates[kind].fields.filter(({ sensitive }) => !sensitive).map(({ name }) => `${kind}.${name}`),
    );
    assert.deepEqual(open, ['login.username', 'aws.region']);
  });

  it('gives a seed as its code and keys as files', () => {
    const how = (kind: SecretKind) => secretTemplates[kind].fields.map(({ inject }) => inject);
    assert.deepEqual(how('totp'), ['totp']);
    assert.deepEqual(how('ssh_key'), ['file', 'environment']);
    assert.deepEqual(how('certificate'), ['file', 'file']);
    assert.deepEqual(how('file'), ['file']);
  });

  it('suggests a variable from the name', () => {
    assert.equal(variableOf('github/token'), 'GITHUB_TOKEN');
    assert.equal(variableOf('my-app/db.prod_pass'), 'MY_APP_DB_PROD_PASS');
    assert.equal(variableOf('1password'), '_1PASSWORD');
    assert.equal(variableOf('//'), '');
    assert.equal(suggestedEnv('*_PASSWORD', 'jira/login'), 'JIRA_LOGIN_PASSWORD');
    assert.equal(suggestedEnv('DATABASE_URL', ''), 'DATABASE_URL');
    assert.equal(suggestedEnv('*_PASSWORD', ' '), '');
  });
});
