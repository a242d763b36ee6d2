import assert from 'node:assert/strict';
import test from 'node:test';
import type { CallMethod, CallRule } from '../../contract/provider.ts';
import { readPath } from './call-path.ts';
import { catchesAny, discloses, fitsAny, fitsRule, isPathPattern, removes } from './call-rule.ts';

const steps = (raw: string) => readPath(raw) ?? assert.fail(raw);
const rule = (path: string, ...methods: CallMethod[]): CallRule => ({
  methods: methods.length > 0 ? methods : ['GET'],
  path,
});
const fits = (path: string, raw: string) => fitsRule(rule(path), 'GET', steps(raw));

test('a star is one step or any part of one, and two at the end any number of steps', () => {
  const yes = [
    ['/v1/models', '/v1/models'],
    ['/v1/models', '/v1/models/'],
    ['/v1/models/*', '/v1/models/gpt-5'],
    ['/v1/models/**', '/v1/models'],
    ['/v1/models/**', '/v1/models/a/b/c'],
    ['/models/*:generate*', '/models/a:generateContent'],
    ['/*.delete', '/chat.delete'],
    ['/a*b*c', '/abbcbc'],
    ['/**', '/'],
    ['/', '/'],
    ['/labels/a*', '/labels/a%20b'],
  ];
  for (const [path = '', raw = ''] of yes) assert.ok(fits(path, raw), `${path} ${raw}`);
  const no = [
    ['/v1/models', '/v1/models/x'],
    ['/v1/models', '/V1/models'],
    ['/v1/models/*', '/v1/models'],
    ['/v1/models/*', '/v1/models/a/b'],
    ['/v1/models/**', '/v1/modelsx'],
    ['/v1/models/**', '/v1'],
    ['/models/*:generate', '/models/a:generateContent'],
    ['/a*b*c', '/abd'],
    ['/a*a', '/a'],
    ['/', '/a'],
  ];
  for (const [path = '', raw = ''] of no) assert.ok(!fits(path, raw), `${path} ${raw}`);
});

test('a rule is about its methods alone, and HEAD is not GET', () => {
  const rules = [rule('/a', 'GET'), rule('/b', 'POST', 'PUT')];
  assert.ok(fitsAny(rules, 'PUT', steps('/b')));
  for (const [method, raw] of [
    ['HEAD', '/a'],
    ['POST', '/a'],
    ['GET', '/b'],
    ['DELETE', '/b'],
  ] as const) {
    assert.ok(!fitsAny(rules, method, steps(raw)), `${method} ${raw}`);
  }
  assert.ok(!fitsAny([], 'GET', []));
});

test('what warns also fits where capitals differ, or the path ends in the format of the answer (P2)', () => {
  const provider = { deletes: [rule('/chat.delete', 'POST')], discloses: [rule('/*/Access_Tokens', 'POST')] };
  assert.ok(removes(provider, 'POST', steps('/Chat.DELETE')));
  assert.ok(removes(provider, 'POST', steps('/chat.delete.JSON')));
  assert.ok(!removes(provider, 'POST', steps('/chat.delete.js')));
  assert.ok(discloses(provider, 'POST', steps('/app/access_TOKENS')));
  assert.ok(removes(provider, 'DELETE', steps('/anything')));
  assert.ok(!removes(provider, 'GET', steps('/chat.delete')));
  assert.ok(!discloses(provider, 'POST', steps('/app/x/access_tokens')));
  assert.ok(catchesAny([rule('/A')], 'GET', steps('/a')) && !fitsAny([rule('/A')], 'GET', steps('/a')));
});

test('many stars and a long step are judged at once', () => {
  assert.ok(!fits(`/${'*a'.repeat(90)}`, `/${'a'.repeat(4000)}b`));
});

test('a path that could never fit, or not as it looks, is no pattern', () => {
  for (const path of ['/', '/a', '/a/*', '/a/**', '/**', '/*.x/y*', '/v1/a:b/', '/...a'])
    assert.ok(isPathPattern(path), path);
  for (const path of [
    '',
    'a',
    '/a//b',
    '/../a',
    '/.',
    '/a/**/b',
    '/a**',
    '/***',
    '/a%20b',
    '/a?b',
    '/a#b',
    '/a;b',
    '/a\\b',
    '/é',
    '/a b',
  ]) {
    assert.ok(!isPathPattern(path), path);
  }
});
