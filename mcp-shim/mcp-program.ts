// The shim as a program: `postern-mcp --client claude-code`. Only MCP goes to stdout; of the environment nothing is told.
import '../app/contract/without-eval.ts';
import { parseArgs } from 'node:util';
import { ClientId } from '../app/contract/vocabulary.ts';
import { Shim } from './shim.ts';
import { surroundings, workingFolder } from './surroundings.ts';

/** An agent host that was killed waits for nothing; one that ends us politely waits this long at most. */
const stopMs = 800;

/** Serves until the host ends it. Exit code 2: the arguments are none of its own. */
export async function serveMcp(args: readonly string[]): Promise<void> {
  const client = clientOf(args);
  if (client === null) {
    process.stderr.write('usage: postern-mcp [--client ID]   ID: small letters, digits and -, such as claude-code\n');
    process.exitCode = 2;
    return;
  }
  const shim = new Shim({ client, ...surroundings(), cwd: workingFolder() });
  let stopping = false;
  const stop = () => {
    if (stopping) return;
    stopping = true;
    setTimeout(() => process.exit(0), stopMs);
    void shim.stop().finally(() => process.exit(0));
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop);
  process.stdin.on('end', stop);
  process.stdin.on('close', stop);
  process.stdout.on('error', stop);
  await shim.start(stop);
}

function clientOf(argv: readonly string[]): ClientId | null {
  try {
    const { values } = parseArgs({ args: [...argv], options: { client: { type: 'string', default: 'mcp' } } });
    return ClientId.safeParse(values.client).data ?? null;
  } catch {
    return null;
  }
}
