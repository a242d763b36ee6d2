import assert from 'node:assert/strict';
import { test } from 'node:test';
import { brokerEndpoints, dataFolder, shimEndpoints } from './endpoint.ts';

const linux = { platform: 'linux', home: '/home/ada', uid: 1000 };

test('on Linux the socket lies in XDG_RUNTIME_DIR, and in the data folder where there is none', () => {
  const env = { XDG_RUNTIME_DIR: '/run/user/1000' };
  const lasting = '/home/ada/.local/share/postern/run/broker.sock';
  assert.deepEqual(brokerEndpoints({ ...linux, env }), ['/run/user/1000/postern/broker.sock', lasting]);
  assert.deepEqual(brokerEndpoints({ ...linux, env: {} }), [lasting]);
  assert.deepEqual(brokerEndpoints({ ...linux, env: { XDG_RUNTIME_DIR: '' } }), [lasting]);
});

test("another account's runtime folder, left over by sudo, is not used", () => {
  const env = { XDG_RUNTIME_DIR: '/run/user/1000/' };
  const root = { platform: 'linux', home: '/root', uid: 0, env };
  assert.deepEqual(brokerEndpoints(root), ['/root/.local/share/postern/run/broker.sock']);
});

test('a relative XDG path counts as not set', () => {
  const env = { XDG_RUNTIME_DIR: 'run', XDG_DATA_HOME: 'share' };
  assert.deepEqual(brokerEndpoints({ ...linux, env }), ['/home/ada/.local/share/postern/run/broker.sock']);
  assert.equal(dataFolder({ ...linux, env: { XDG_DATA_HOME: '/srv/ada/' } }), '/srv/ada/postern');
});

test('the shim looks in every place the broker may claim, and where its host dropped XDG_RUNTIME_DIR also in the usual one', () => {
  const env = { XDG_RUNTIME_DIR: '/tmp/private' };
  assert.deepEqual(shimEndpoints({ ...linux, env }), brokerEndpoints({ ...linux, env }));
  assert.deepEqual(shimEndpoints({ ...linux, env: {} }), [
    '/run/user/1000/postern/broker.sock',
    '/home/ada/.local/share/postern/run/broker.sock',
  ]);
});

test('macOS and Windows have one place each', () => {
  const mac = { platform: 'darwin', home: '/Users/ada', uid: 501, env: { XDG_RUNTIME_DIR: '/tmp' } };
  assert.deepEqual(shimEndpoints(mac), ['/Users/ada/Library/Application Support/Postern/run/broker.sock']);
  const windows = { platform: 'win32', home: 'C:\\Users\\Ada', uid: null, env: {} };
  const [pipe] = shimEndpoints(windows);
  assert.match(pipe ?? '', /^\\\\\.\\pipe\\postern-[0-9a-f]{16}$/);
  assert.deepEqual(brokerEndpoints({ ...windows, home: 'c:\\users\\ada' }), [pipe]);
  assert.notDeepEqual(brokerEndpoints({ ...windows, home: 'C:\\Users\\Bob' }), [pipe]);
});
