// The real clients that `npm run clients` fetched, each in a clean home, against the real shim and the real app; Claude Code and Codex
// also do a task for a stand-in of their model. What is printed is what happened.
import { execFile } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';
import { type ClientPackage, clientPackages } from '../build/client-packages.ts';
import { addSecret, allowOnce, connect, launch, makeHome, setUp } from './app.ts';
import { startModel } from './model-stand-in.ts';
import { type ClientHome, type RealClient, realClients } from './real-clients.ts';

const execute = promisify(execFile);
const secret = { name: 'api/token', value: 'tok_H4rdened-9f8e7d6c5b', env: 'API_TOKEN' };
const folders = z.record(z.string(), z.string()).parse(JSON.parse(process.env.POSTERN_TEST_CLIENTS ?? '{}'));
const say = (line: string): void => void process.stdout.write(`${line}\n`);

interface Row {
  readonly client: string;
  readonly version: string;
  readonly registered: string;
  readonly connected: string;
  readonly task: string;
  readonly seconds: string;
}

const home = makeHome();
const app = await launch(home);
await setUp(app);
await addSecret(app, secret);
const rows: Row[] = [];
for (const client of clientPackages) {
  const folder = folders[client.id];
  if (folder !== undefined) rows.push(await tryClient(client, folder));
}
await app.quit();
await home.remove();

say('');
const heads = { client: 'client', version: 'version', registered: 'registered', connected: 'connected', task: 'task' };
for (const row of [{ ...heads, seconds: 's' }, ...rows]) {
  const { client, version, registered, connected, task, seconds } = row;
  say(
    [client.padEnd(13), version.padEnd(9), registered.padEnd(11), connected.padEnd(10), task.padEnd(10), seconds].join(
      ' ',
    ),
  );
}
say(
  '\nconnected: by its own list (none: it has none that connects). task: for a stand-in of its model it listed the secrets and',
);
say(
  'ran a command with one, which the person allowed; the model got the output with a marker, and the value in nothing it was sent.',
);
process.exit(rows.some(({ registered, connected, task }) => [registered, connected, task].includes('no')) ? 1 : 0);

async function tryClient({ id, version }: ClientPackage, folder: string): Promise<Row> {
  const client = realClients[id];
  const at = await clientHome(id);
  const began = performance.now();
  const registration = client.register(at);
  const first = Array.isArray(registration) ? await ask(client, folder, at, registration) : '';
  await registration;
  const shown = await ask(client, folder, at, client.shown);
  const registered = yesOrNo(shown.includes('postern-mcp.mjs'));
  const listed = client.connects === null ? '' : await ask(client, folder, at, client.connects.args);
  const connected = client.connects === null ? 'none' : yesOrNo(client.connects.says.test(listed));
  const seconds = ((performance.now() - began) / 1000).toFixed(1);
  if ([registered, connected].includes('no')) say(`\n${id}:\n${first}\n${shown}\n${listed}`);
  return { client: id, version, registered, connected, seconds, task: await tryTask(client, folder, at) };
}

/** The agent lists the secrets and asks for a run, the person allows it, and what the model gets is looked through for the value. */
async function tryTask(client: RealClient, folder: string, at: ClientHome): Promise<string> {
  if (client.task === null) return 'not tried';
  const model = await startModel([
    { tool: 'list_secrets', input: {} },
    {
      tool: 'run_with_secrets',
      input: { command: 'echo "the token: $API_TOKEN"', secrets: [{ name: secret.name }], reason: 'A trial.' },
    },
  ]);
  const { args, env } = client.task(model.url);
  const ended = ask({ ...client, env: { ...client.env, ...env } }, folder, at, args);
  // Where the agent never gets that far, nobody is asked; what it said is more telling than that.
  const answered = connect(app).then(() => allowOnce(app));
  const said = await Promise.race([answered.then(() => ended), ended]);
  await answered.catch(() => undefined);
  model.close();
  const leaked = [...model.seen, said].some((sent) => sent.includes(secret.value));
  const worked = model.seen.at(-1)?.includes(`the token: [REDACTED:${secret.name}]`) === true;
  if (!leaked && !worked) say(`\n${said}\n${model.seen.at(-1)?.slice(-3000)}`);
  if (leaked) say(`\nThe value reached the model or the screen of ${client.program(folder).at(-1)}.`);
  return yesOrNo(worked && !leaked);
}

function yesOrNo(is: boolean): string {
  return is ? 'yes' : 'no';
}

async function clientHome(id: ClientPackage['id']): Promise<ClientHome> {
  const folder = join(home.folder, id);
  const project = join(folder, 'project');
  await mkdir(project, { recursive: true });
  return { home: folder, project, shim: [process.execPath, resolve('dist/shim/postern-mcp.mjs'), '--client', id] };
}

/** What the client prints, whatever its exit code: some end with 0 for a server that failed. */
async function ask(client: RealClient, folder: string, at: ClientHome, args: readonly string[]): Promise<string> {
  const [program = '', ...before] = client.program(folder);
  const { PATH, LANG, XDG_RUNTIME_DIR } = home.env;
  const running = execute(program, [...before, ...args], {
    cwd: at.project,
    env: { PATH, LANG, XDG_RUNTIME_DIR, HOME: at.home, ...client.env },
    timeout: 120_000,
    maxBuffer: 16 * 1024 * 1024,
  });
  running.child.stdin?.end();
  return running.then(
    ({ stdout, stderr }) => stdout + stderr,
    (failed: { stdout?: string; stderr?: string; message: string }) =>
      `${failed.stdout ?? ''}${failed.stderr ?? ''}${failed.message}`,
  );
}
