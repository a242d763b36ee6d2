import assert from 'node:assert/strict';
import { symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { BrokerError } from '../../app/contract/fault.ts';
import { startBroker } from '../../app/socket/broker.testkit.ts';
import type { Home } from '../shim.testkit.ts';
import { makeHome, scriptedBroker } from '../shim.testkit.ts';
import { CliProcess, mainFile, postern } from './cli.testkit.ts';

const noApp = 'postern: Postern is not running. Start it from your applications menu, then try again.\n';

async function brokerAt(t: Parameters<typeof startBroker>[0], { socket }: Home) {
  return startBroker(t, { endpoint: socket });
}

test('without the app every command says how to start it and exits with 69; a wrong word is usage, exit 2', async (t) => {
  const at = await makeHome(t);
  const ran = (...args: string[]) => postern(t, at, args).ended();
  assert.deepEqual(await ran('status'), { code: 69, stdout: '', stderr: noApp });
  assert.deepEqual(await ran('run', '-s', 'a', '--', 'true'), { code: 69, stdout: '', stderr: noApp });
  const { code, stdout } = await ran('lock', '--json');
  assert.deepEqual([code, JSON.parse(stdout).code], [69, 'app_not_running']);
  const wrong = await ran('unlock');
  assert.equal(wrong.code, 2);
  assert.match(wrong.stderr, /^postern: There is no command “unlock”\.\n/);
  assert.equal(wrong.stdout, '');
});

test('the file is the command line by the name postern too, and by its words alone', async (t) => {
  const at = await makeHome(t);
  const named = join(at.home, 'postern');
  await symlink(mainFile, named);
  const byName = await new CliProcess(t, at, [process.execPath, named]).ended();
  assert.equal(byName.code, 2);
  assert.match(byName.stderr, /Say what to do/);
  const byWord = await new CliProcess(t, at, [process.execPath, mainFile, 'help']).ended();
  assert.match(byWord.stdout, /^usage: postern COMMAND …[\s\S]*125 +refused/);
  assert.equal(byWord.code, 0);
});

test('status says what it is, list names the secrets, and lock locks, after the terminal was let in once', async (t) => {
  const at = await makeHome(t);
  const house = await brokerAt(t, at);
  house.addSecret('api/token', 'ghp_R4nd0mLookingTokenValue42', { description: 'For the API', tags: ['web'] });
  house.addSecret('db/main');
  const ran = (...args: string[]) => postern(t, at, args).ended();
  const before = await ran('status');
  assert.match(before.stdout, /^Postern is unlocked\.\nThis terminal was not let in yet\.\n$/);
  assert.equal(house.shown.length, 0);
  assert.deepEqual(await ran('list', '--glob', 'api/*'), {
    code: 0,
    stdout: 'api/token\tTOKEN\trun\tFor the API\n',
    stderr: '',
  });
  assert.deepEqual(
    house.shown.map((question) => question.kind === 'pairing' && question.pairing.claimedName),
    ['Terminal'],
  );
  const listed = JSON.parse((await ran('list', '--json')).stdout);
  assert.deepEqual(
    listed.secrets.map(({ name }: { name: string }) => name),
    ['api/token', 'db/main'],
  );
  assert.match((await ran('status')).stdout, /^Postern is unlocked until .*\nIt has 2 secrets\.\n$/);
  assert.deepEqual(await ran('lock'), { code: 0, stdout: 'Postern is locked.\n', stderr: '' });
  assert.equal(JSON.parse((await ran('status', '--json')).stdout).vault, 'locked');
  assert.equal((await ran('list')).code, 125);
});

test('what others wrote cannot act on the terminal: control and bidi characters are escaped, in JSON too', async (t) => {
  const at = await makeHome(t);
  const house = await brokerAt(t, at);
  house.addSecret('api/token', undefined, { description: 'a\x1b]52;c;eA==\x07b\u202ec “d”' });
  const plain = await postern(t, at, ['list']).ended();
  assert.equal(plain.stdout, 'api/token\tTOKEN\trun\ta\\e]52;c;eA==\\ab\\u202ec “d”\n');
  const { stdout } = await postern(t, at, ['list', '--json']).ended();
  assert.equal(/[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]/.test(stdout), false);
  assert.equal(JSON.parse(stdout).secrets[0].description, 'a\x1b]52;c;eA==\x07b\u202ec “d”');
});

test('a call waits until the person let the terminal in, however often the broker says that it must', async (t) => {
  const at = await makeHome(t);
  let asked = 0;
  await scriptedBroker(t, at, {
    'secrets.list': () => {
      asked += 1;
      if (asked < 3) throw new BrokerError('client_waiting');
      return { secrets: [] };
    },
  });
  const { code, stderr } = await postern(t, at, ['list']).ended();
  assert.deepEqual([code, stderr, asked], [0, 'postern: No secret fits.\n', 3]);
});
