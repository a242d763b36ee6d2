// From what was approved and what the vault holds to what a command gets.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fault } from '../../adapters/vault.testkit.ts';
import { ActionSecret } from '../../contract/run.ts';
import type { RevealedSecret } from '../secrets/secret-book.ts';
import { fieldsInUse, inject } from './injection.ts';

const id = '1'.repeat(32);
const value = 'tok_Inj3cted-4f5e6d';

function approved(changes: Partial<Record<keyof ActionSecret, unknown>> = {}): ActionSecret {
  return ActionSecret.parse({
    ...{ id, name: 'a/token', version: 3, field: 'token', sensitive: true, inject: 'environment', env: 'TOKEN' },
    ...{ reference: null, tier: 'run', longestYes: 'rule', description: '' },
    ...changes,
  });
}

function held(version: number, fields: readonly string[]): RevealedSecret {
  const about = approved();
  return {
    ...{ id: about.id, name: about.name, version },
    fields: fields.map(() => ({ name: about.field, sensitive: true, value: Buffer.from(value) })),
  };
}

test('gives the fields that were approved, with the value of that version', () => {
  const fields = fieldsInUse([approved()], [held(3, ['token'])]);
  assert.deepEqual(inject(fields, 0).env, { TOKEN: value });
});

test('P10: another version than the approved one is refused', () => {
  assert.throws(() => fieldsInUse([approved()], [held(4, ['token'])]), fault('action_changed'));
  assert.throws(() => fieldsInUse([approved()], []), fault('action_changed'));
});

test('a value that a repair found nowhere is told as lost, not as changed', () => {
  assert.throws(() => fieldsInUse([approved()], [held(3, [])]), fault('value_lost'));
});

test('P12: what could not be found again in output is not injected; what is not sensitive need not be found', () => {
  const weak = [{ about: approved(), value: Buffer.from('short') }];
  assert.throws(() => inject(weak, 0), fault('secret_too_short'));
  const open = [{ about: approved({ sensitive: false }), value: Buffer.from('ada') }];
  assert.deepEqual(inject(open, 0).env, { TOKEN: 'ada' });
});

test('values that are too much for an environment together are refused', () => {
  const large = Buffer.from(`${'pad-'.repeat(29_000)}the end of a large value`);
  const many = Array.from({ length: 10 }, (_, i) => ({ about: approved({ env: `T${i}` }), value: large }));
  assert.throws(() => inject(many, 0), fault('env_too_large'));
});

test('P12 values of more than 4 MiB together are refused: the first of them could not be searched for', () => {
  const about = approved({ inject: 'file' });
  const large = (letter: string) => ({ about, value: Buffer.from(`${letter}bcdefgh1`.repeat(116_000)) });
  const four = ['a', 'b', 'c', 'd'].map(large);
  assert.equal(inject(four, 0).files.length, 4);
  assert.throws(() => inject([...four, large('e')], 0), fault('secrets_too_large'));
  const open = approved({ inject: 'file', sensitive: false });
  assert.equal(inject([...four, { ...large('e'), about: open }], 0).files.length, 5);
});
