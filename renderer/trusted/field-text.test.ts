import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { fieldsOfKind, moved, renamed, toKind, withAnother } from './field-text.ts';

const names = (fields: readonly { readonly name: string }[]) => fields.map(({ name }) => name);

describe('the rows of fields', () => {
  it('follow the name of the secret, unless the person wrote the variable', () => {
    const [username, password] = fieldsOfKind('login', 'jira/login');
    assert.ok(username && password);
    assert.deepEqual([username.env, password.env], ['JIRA_LOGIN_USERNAME', 'JIRA_LOGIN_PASSWORD']);
    const rows = renamed([username, { ...password, env: 'MY_OWN', envPattern: null }], 'wiki');
    assert.deepEqual(
      rows.map(({ env }) => env),
      ['WIKI_USERNAME', 'MY_OWN'],
    );
  });

  it('keep their place in another kind, and with it what was typed into them', () => {
    const token = fieldsOfKind('token', 'x');
    const login = toKind(token, 'login', 'x', () => true);
    assert.deepEqual(names(login), ['username', 'password']);
    assert.equal(login[0]?.key, token[0]?.key);
    assert.equal(new Set(login.map(({ key }) => key)).size, 2);
  });

  it('that a kind has no place for stay when something was typed into them, and go otherwise', () => {
    const login = fieldsOfKind('login', 'x');
    assert.deepEqual(names(toKind(login, 'token', 'x', () => false)), ['token']);
    assert.deepEqual(names(toKind(login, 'token', 'x', (key) => key === login[1]?.key)), ['token', 'password']);
  });

  it('get keys that no other row has', () => {
    const rows = withAnother(withAnother(moved(withAnother(fieldsOfKind('aws', 'x')), '0', 1)));
    assert.equal(new Set(rows.map(({ key }) => key)).size, rows.length);
    assert.deepEqual(withAnother([]).length, 1);
  });

  it('move by one place and stop at the ends', () => {
    const rows = fieldsOfKind('aws', 'x').slice(0, 3);
    const [first, second, third] = rows.map(({ key }) => key);
    assert.ok(first && second && third);
    const keys = (fields: typeof rows) => fields.map(({ key }) => key);
    assert.deepEqual(keys([...moved(rows, third, -1)]), [first, third, second]);
    assert.deepEqual(keys([...moved(rows, first, 1)]), [second, first, third]);
    assert.deepEqual(keys([...moved(rows, first, -1)]), [first, second, third]);
    assert.deepEqual(keys([...moved(rows, third, 1)]), [first, second, third]);
    assert.deepEqual(keys([...moved(rows, 'none', 1)]), [first, second, third]);
  });
});
