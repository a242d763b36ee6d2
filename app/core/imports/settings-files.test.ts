// Credentials in the settings of tools, entries of pass, items of a keychain.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { named, refusal, valuesOf } from '../../adapters/imports.testkit.ts';
import { readImport } from './read-import.ts';
import { readKeychain } from './read-keychain.ts';
import { readPass } from './read-pass.ts';

const key = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY';

test('AWS: one secret for each profile with keys, under the names that the AWS tools read', () => {
  const file = [
    '# comment',
    '[default]',
    'aws_access_key_id = AKIAIOSFODNN7EXAMPLE',
    `aws_secret_access_key=${key} ; old`,
    'region=eu-west-1',
    's3 =',
    '  max_concurrent_requests = 20',
    '[profile team.prod]',
    'aws_access_key_id=ASIAIOSFODNN7EXAMPLE',
    `aws_secret_access_key=${key}`,
    'aws_session_token=FwoGZXIvYXdzE#not;comment==',
    '[profile sso]',
    'sso_session = corp',
    '[sso-session corp]',
    'sso_start_url = https://x.awsapps.com/start',
    '[profile tool]',
    'credential_process = /bin/echo pwned',
    '[profile plain]',
    'output = json',
  ].join('\r\n');
  const read = readImport('aws', Buffer.from(file));
  assert.deepEqual(valuesOf(read), {
    'aws/default': { 'access-key-id': 'AKIAIOSFODNN7EXAMPLE', 'secret-access-key': key, region: 'eu-west-1' },
    'aws/team.prod': {
      'access-key-id': 'ASIAIOSFODNN7EXAMPLE',
      'secret-access-key': key,
      'session-token': 'FwoGZXIvYXdzE#not;comment==',
    },
  });
  const { draft } = named(read, 'aws/default');
  assert.deepEqual(
    draft.fields.map(({ sensitive, env }) => [sensitive, env]),
    [
      [true, 'AWS_ACCESS_KEY_ID'],
      [true, 'AWS_SECRET_ACCESS_KEY'],
      [false, 'AWS_REGION'],
    ],
  );
  assert.equal(draft.kind, 'aws');
  assert.deepEqual(read.skipped, [
    { from: '[sso]', why: 'refers_elsewhere' },
    { from: '[tool]', why: 'refers_elsewhere' },
    { from: '[plain]', why: 'empty' },
  ]);
});

test('gh: a token for each host and account; what gh keeps in the keychain is told', () => {
  const file = [
    'github.com:',
    '    users:',
    '        octo:',
    '            oauth_token: gho_abcdefghijklmnop1234',
    '        second:',
    '    git_protocol: https',
    '    user: octo',
    'ghe.example.com:',
    '    oauth_token: 0123456789abcdef0123',
    '    user: me',
    'broken.example: 7',
  ].join('\n');
  const read = readImport('gh', Buffer.from(file));
  assert.deepEqual(valuesOf(read), {
    'gh/github.com/octo': { token: 'gho_abcdefghijklmnop1234', username: 'octo' },
    'gh/ghe.example.com': { token: '0123456789abcdef0123', username: 'me' },
  });
  assert.equal(named(read, 'gh/github.com/octo').draft.fields[0]?.env, 'GITHUB_TOKEN');
  assert.equal(named(read, 'gh/ghe.example.com').draft.fields[0]?.env, 'GH_ENTERPRISE_TOKEN');
  assert.deepEqual(read.skipped, [
    { from: 'github.com second', why: 'in_keychain' },
    { from: 'broken.example', why: 'malformed' },
  ]);
});

test('gh: aliases, nesting and what is no YAML are refused at once', () => {
  const bombs = [
    'a: &a x\nb: *a\n',
    '['.repeat(500_000),
    '{a: '.repeat(100_000),
    'a:\n  - b\n',
    '- '.repeat(200_000),
    '? '.repeat(200_000),
    Array.from({ length: 1000 }, (_, i) => `${' '.repeat(i)}a:`).join('\n'),
    'a:\n'.repeat(200_000),
    `a: "${'x'.repeat(1_000_000)}`,
    'a: b c: d',
    'a: "open',
    'a: b\na: c',
  ];
  for (const yaml of bombs) {
    const started = performance.now();
    assert.throws(() => readImport('gh', Buffer.from(yaml)), refusal('import_unreadable'));
    assert.ok(performance.now() - started < 20_000, yaml.slice(0, 10));
  }
});

test('npm: a token or login for each registry; a variable in place of a value is told', () => {
  const file = [
    'registry=https://registry.npmjs.org/',
    'always-auth=true',
    '//registry.npmjs.org/:_authToken=npm_0123456789abcdefghijABCDEFGHIJ012345',
    '//npm.example.com/path/:username=me',
    `//npm.example.com/path/:_password=${Buffer.from('pass-word-1').toString('base64')}`,
    '//ci.example.com/:_authToken=${CI_TOKEN}',
    '__proto__=x',
    '_auth="bWU6cGFzcy13b3Jk"',
  ].join('\n');
  const read = readImport('npmrc', Buffer.from(file));
  assert.deepEqual(valuesOf(read), {
    'npm/registry.npmjs.org': { token: 'npm_0123456789abcdefghijABCDEFGHIJ012345' },
    'npm/npm.example.com/path': { password: 'pass-word-1', username: 'me' },
    'npm/default': { auth: 'bWU6cGFzcy13b3Jk' },
  });
  assert.equal(named(read, 'npm/registry.npmjs.org').draft.fields[0]?.env, 'NPM_TOKEN');
  assert.deepEqual(read.skipped, [{ from: 'ci.example.com', why: 'refers_elsewhere' }]);
});

test('Docker: the login in auths; what a helper keeps is told', () => {
  const file = {
    auths: {
      'https://index.docker.io/v1/': { auth: Buffer.from('me:dckr_pat_abcdefgh:x').toString('base64') },
      'ghcr.io': {},
      'broken.example': { auth: Buffer.from('no colon').toString('base64') },
      'token.example': { identitytoken: 'identity-token-1' },
    },
    credHelpers: { 'gcr.io': 'gcloud' },
  };
  const read = readImport('docker', Buffer.from(JSON.stringify(file)));
  assert.deepEqual(valuesOf(read), {
    'docker/index.docker.io/v1': { password: 'dckr_pat_abcdefgh:x', username: 'me' },
    'docker/token.example': { 'identity-token': 'identity-token-1' },
  });
  assert.deepEqual(read.skipped, [
    { from: 'ghcr.io', why: 'in_keychain' },
    { from: 'broken.example', why: 'malformed' },
    { from: 'gcr.io', why: 'in_keychain' },
  ]);
});

const seed = 'otpauth://totp/x?secret=JBSWY3DPEHPK3PXPJBSWY3DP';

test('pass: the first line, the lines of key and value, the seed, the rest as notes', () => {
  const pem = '-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1r\n-----END OPENSSH PRIVATE KEY-----\n';
  const read = readPass([
    {
      name: 'web/site',
      content: Buffer.from(
        `s3cret-pass-1\nlogin: me\nurl: https://site.example\npin: 4711-0815\n${seed}\nfree text 12\n`,
      ),
    },
    { name: 'ssh key', content: Buffer.from(pem) },
    { name: 'one-line', content: Buffer.from('just-a-password') },
    { name: 'blob', content: Buffer.from([0xff, 0xfe, 0x00]) },
    { name: 'nul', content: Buffer.from('a\0b-c-d-e-f') },
    { name: 'other', content: null },
    { name: 'nothing', content: Buffer.from('\n') },
  ]);
  assert.deepEqual(valuesOf(read), {
    'web/site': { password: 's3cret-pass-1', login: 'me', pin: '4711-0815', totp: seed, notes: 'free text 12' },
    'ssh-key': { value: pem },
    'one-line': { password: 'just-a-password' },
  });
  const site = named(read, 'web/site').draft;
  assert.deepEqual([site.url, site.kind, site.fields[1]?.sensitive], ['https://site.example', 'login', false]);
  assert.equal(site.fields.find(({ name }) => name === 'totp')?.inject, 'totp');
  assert.equal(named(read, 'ssh-key').draft.fields[0]?.inject, 'file');
  assert.deepEqual(read.skipped, [
    { from: 'blob', why: 'value_not_text' },
    { from: 'nul', why: 'value_has_nul' },
    { from: 'other', why: 'not_given' },
    { from: 'nothing', why: 'empty' },
  ]);
});

test('keychain items: label, account and value; the wrapping of Go programs is taken off', () => {
  const wrapped = `go-keyring-base64:${Buffer.from('gho_abcdefghijklmnop1234').toString('base64')}`;
  const read = readKeychain([
    { label: 'gh:github.com', account: 'octo', value: Buffer.from(wrapped) },
    { label: 'binary', account: '', value: Buffer.from([0xc3, 0x28]) },
    { label: 'gone', account: '', value: null },
  ]);
  assert.deepEqual(valuesOf(read), {
    'keychain/gh-github.com': { password: 'gho_abcdefghijklmnop1234', username: 'octo' },
  });
  assert.equal(named(read, 'keychain/gh-github.com').draft.fields[0]?.env, 'GITHUB_TOKEN');
  assert.deepEqual(
    read.skipped.map(({ why }) => why),
    ['value_not_text', 'not_given'],
  );
});
