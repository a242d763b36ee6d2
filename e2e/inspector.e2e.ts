// The MCP Inspector's own command line against the built shim: a client we did not write, which speaks both eras of the protocol,
// lists the tools and calls them.
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, test } from 'playwright/test';
import { toolListing } from '../app/contract/tools.ts';
import { startAgent } from './agent.ts';
import { addSecret, allowOnce, connect, launch, makeHome, setUp } from './app.ts';

const run = promisify(execFile);
const inspector = ['node_modules/@modelcontextprotocol/inspector/clients/launcher/build/index.js'];

interface Said {
  readonly stdout: string;
  readonly stderr: string;
  /** 6: a schema that not every client reads (`--strict`). */
  readonly code: number;
}

function inspectorOf(home: ReturnType<typeof makeHome>) {
  const shim = [process.execPath, 'dist/shim/postern-mcp.mjs', '--client', 'inspector'];
  // The Inspector hands a server a bare environment; this home lies elsewhere than usual.
  const passedOn = ['XDG_RUNTIME_DIR', 'XDG_DATA_HOME'].flatMap((name) => ['-e', `${name}=${home.env[name]}`]);
  return async (...args: readonly string[]): Promise<Said> => {
    const command = [...inspector, '--cli', ...passedOn, ...shim, ...args];
    const said = await run(process.execPath, command, { env: { ...home.env }, timeout: 100_000 }).catch(
      (failed: Said) => failed,
    );
    return { stdout: said.stdout, stderr: said.stderr, code: 'code' in said ? said.code : 0 };
  };
}

test('the MCP Inspector lists every tool without the app in each era that version 1 of the SDK has, and calls them with it', async () => {
  const home = makeHome();
  const inspect = inspectorOf(home);
  // An older client, one that tries the newer protocol first and falls back, and one that will have nothing but the newer one.
  const [legacy, auto, modern, alone] = await Promise.all([
    ...['legacy', 'auto', 'modern'].map((era) => inspect('--protocol-era', era, '--method', 'tools/list', '--strict')),
    inspect('--method', 'tools/call', '--tool-name', 'session_status'),
  ]);
  for (const listed of [legacy, auto]) {
    expect(listed?.code).toBe(0);
    // The build works the list out beforehand: it is what the contract says, word for word.
    expect(JSON.parse(listed?.stdout ?? '').tools).toEqual(toolListing());
  }
  expect(modern?.code).toBe(1);
  expect(`${modern?.stdout}${modern?.stderr}`).toContain('server/discover');
  // A refused call ends the Inspector with an exit code of its own; what the tool said stands on its standard output.
  expect(alone?.stdout).toContain('app_not_running');

  const app = await launch(home);
  await setUp(app);
  await addSecret(app, { name: 'aws/key', value: 'ghp_R4nd0mLookingTokenValue42', env: 'AWS_KEY' });
  const listed = inspect(
    '--method',
    'tools/call',
    '--tool-name',
    'list_secrets',
    '--tool-args-json',
    '{"glob":"aws/*"}',
  );
  await connect(app);
  expect(JSON.parse((await listed).stdout)).toMatchObject({ structuredContent: { secrets: [{ name: 'aws/key' }] } });

  // The same client goes on with the SDK, which holds every answer against the schema of its tool and starts faster.
  const agent = await startAgent(home, { name: 'inspector', clientId: 'inspector' });
  await agent.client.listTools();
  const call = async (tool: string, args: Readonly<Record<string, unknown>>) =>
    (await agent.call(tool, args)).structured;
  const ran = call('run_with_secrets', { command: 'echo "it is $AWS_KEY"', secrets: [{ glob: 'aws/*' }] });
  await allowOnce(app);
  expect(await ran).toMatchObject({ status: 'completed', output: 'it is [REDACTED:aws/key]\n' });
  const [exists, masked, update, cancel, ttl] = await Promise.all([
    call('secret_exists', { name: 'aws/*' }),
    call('secret_get_masked', { name: 'aws/key' }),
    call('update_secret', { name: 'aws/kay', purpose: 'It was revoked.' }),
    call('cancel_request', { request_id: `req_${'0'.repeat(32)}` }),
    call('set_ttl', { hours: 0.5 }),
  ]);
  expect(exists).toEqual({ status: 'completed', exists: true, matches: 1 });
  expect(masked).toMatchObject({ secret: { fields: [{ sensitive: true, masked: '********' }] } });
  expect(update).toMatchObject({ code: 'unknown_secret', about: ['aws/kay'], near: ['aws/key'] });
  expect(cancel).toMatchObject({ code: 'unknown_request' });
  expect(ttl).toMatchObject({ status: 'completed', vault: 'unlocked' });
  await agent.close();
  await app.quit();
  await home.remove();
});
