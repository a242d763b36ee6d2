import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inVirtualDesktop, planSession, sessionEnvironment } from './session-plan.ts';

const parts = {
  folder: '/tmp/s',
  runtime: '/tmp/s/run',
  tree: '/root/postern',
  electron: '/root/.cache/e',
  out: '/root/postern/shots',
  mapped: true,
};

test('another user finds everything under the session folder, and what is in the tree within the tree', () => {
  assert.deepEqual(planSession(parts), {
    folder: '/tmp/s',
    runtime: '/tmp/s/run',
    tree: '/tmp/s/tree',
    electron: '/tmp/s/electron',
    out: '/tmp/s/tree/shots',
  });
  assert.equal(planSession({ ...parts, out: '/root/postern-shots' }).out, '/tmp/s/out');
  assert.equal(
    planSession({ ...parts, electron: '/root/postern/node_modules/electron/dist' }).electron,
    '/tmp/s/tree/node_modules/electron/dist',
  );
});

test('the same user finds everything where it is', () => {
  const { mapped: _, ...same } = parts;
  assert.deepEqual(planSession({ ...parts, mapped: false }), same);
});

test('nothing of the outer environment enters a session but terminal, language and test switches', () => {
  const outer = {
    HOME: '/root',
    GITHUB_TOKEN: 'x',
    NODE_OPTIONS: '--require x',
    DISPLAY: ':0',
    XDG_RUNTIME_DIR: '/run/user/0',
    DBUS_SESSION_BUS_ADDRESS: 'unix:path=/x',
    CI: '1',
    TERM: 'xterm',
  };
  const env = sessionEnvironment(planSession(parts), outer, { EXTRA: 'yes' }, null);
  assert.deepEqual(Object.keys(env).sort(), [
    'ACCESSIBILITY_ENABLED',
    'CI',
    'ELECTRON_OVERRIDE_DIST_PATH',
    'EXTRA',
    'HOME',
    'LANG',
    'PATH',
    'POSTERN_TEST_OUT',
    'SHELL',
    'TERM',
    'TMPDIR',
    'XDG_CACHE_HOME',
    'XDG_CONFIG_HOME',
    'XDG_DATA_HOME',
    'XDG_RUNTIME_DIR',
  ]);
  assert.equal(env.HOME, '/tmp/s/home');
  assert.equal(env.XDG_RUNTIME_DIR, '/tmp/s/run');
  assert.ok(env.PATH?.startsWith('/tmp/s/tree/node_modules/.bin:'));
});

test("on the person's display its name and cookie enter, and no virtual one is started", () => {
  const display = { name: ':0', wayland: null, hasCookie: true };
  const env = sessionEnvironment(planSession(parts), {}, {}, display);
  assert.equal(env.DISPLAY, ':0');
  assert.equal(env.XAUTHORITY, '/tmp/s/home/.Xauthority');
  assert.deepEqual(inVirtualDesktop(['true'], true), ['dbus-run-session', '--', 'true']);
  assert.equal(inVirtualDesktop(['true'], false)[0], 'xvfb-run');
});
