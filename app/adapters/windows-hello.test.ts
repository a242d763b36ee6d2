// Windows Hello where there is no Windows: the library as it is installed here, and its documented answers.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { loadPassport, WindowsHello } from './windows-hello.ts';

const never = new AbortController().signal;

test('the library loads on every system, and outside Windows presence is unavailable', async () => {
  const hello = new WindowsHello(loadPassport);
  assert.equal(typeof (await loadPassport()), 'object');
  if (process.platform === 'win32') return;
  assert.equal(await hello.available(), false);
  assert.equal(await hello.confirm('show a secret', never), 'unavailable');
});

test('a missing library is unavailable, and nothing throws', async () => {
  const hello = new WindowsHello(() => Promise.reject(new Error('Cannot find package')));
  assert.equal(await hello.available(), false);
  assert.equal(await hello.confirm('show a secret', never), 'unavailable');
});

test('only "verified" confirms; cancelling and too many attempts refuse; all else is unavailable', async () => {
  const said = await Promise.all(
    [0, 1, 2, 3, 4, 5, 6, 7, undefined, '0', true].map((result) =>
      hello(async () => result).confirm('show a secret', never),
    ),
  );
  const none = 'unavailable';
  assert.deepEqual(said, ['confirmed', none, none, none, none, 'refused', 'refused', none, none, none, none]);
});

test('an abort refuses without waiting for the dialog, and a late answer does not count', async () => {
  const abort = new AbortController();
  const dialog = Promise.withResolvers<number>();
  const answer = hello(() => dialog.promise).confirm('show a secret', abort.signal);
  abort.abort();
  assert.equal(await answer, 'refused');
  dialog.resolve(0);
  let asked = false;
  const silent = hello(async () => {
    asked = true;
    return 0;
  });
  assert.equal(await silent.confirm('show a secret', abort.signal), 'refused');
  assert.equal(asked, false);
});

test('a dialog that fails is unavailable', async () => {
  assert.equal(
    await hello(() => Promise.reject(new Error('0x80070005'))).confirm('show a secret', never),
    'unavailable',
  );
});

/** The shape that the documentation gives, as it looks to an importer. */
function hello(requestVerification: (reason: string) => Promise<unknown>): WindowsHello {
  const passport = { Passport: { available: () => true, requestVerification } };
  return new WindowsHello(async () => ({ default: passport }));
}
