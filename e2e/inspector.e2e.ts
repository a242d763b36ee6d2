// The MCP Inspector's own command line against the built shim: a client we did not write lists the tools and calls one.
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, test } from 'playwright/test';
import { connect, launch, makeHome, setUp } from './app.ts';

const run = promisify(execFile);
const inspector = ['node_modules/@modelcontextprotocol/inspector/clients/launcher/build/index.js'];

test('the MCP Inspector lists every tool without the app, and calls one with it', async () => {
  const home = makeHome();
  const shim = [process.execPath, 'dist/shim/postern-mcp.mjs', '--client', 'inspector'];
  // The Inspector hands a server a bare environment; this home lies elsewhere than usual.
  const passedOn = ['XDG_RUNTIME_DIR', 'XDG_DATA_HOME'].flatMap((name) => ['-e', `${name}=${home.env[name]}`]);
  const inspect = async (...args: readonly string[]): Promise<string> => {
    const { stdout } = await run(process.execPath, [...inspector, '--cli', ...passedOn, ...shim, ...args], {
      env: { ...home.env },
      timeout: 100_000,
    });
    return stdout;
  };
  const listed = JSON.parse(await inspect('--method', 'tools/list')) as { tools: { name: string }[] };
  expect(listed.tools.map(({ name }) => name).sort()).toEqual([
    'get_guide',
    'list_secrets',
    'lock',
    'request_secret',
    'run_with_secrets',
    'scan_text',
    'session_status',
    'wait_for_request',
  ]);
  // A refused call ends the Inspector with an exit code of its own; what the tool said stands on its standard output.
  const refused = await inspect('--method', 'tools/call', '--tool-name', 'session_status').catch(
    (failed: { stdout: string }) => failed.stdout,
  );
  expect(refused).toContain('app_not_running');

  const app = await launch(home);
  await setUp(app);
  const answer = inspect('--method', 'tools/call', '--tool-name', 'list_secrets');
  await connect(app);
  expect(JSON.parse(await answer)).toMatchObject({ structuredContent: { secrets: [] } });
  await app.quit();
  await home.remove();
});
