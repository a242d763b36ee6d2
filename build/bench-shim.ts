// How soon the shim, as it is built, has answered `tools/list` without the app, beside a Node that does nothing, in the same run; and
// the memory that it took. With the Node that the tree brings, and with the system's where that is another.
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { difference, percentile, sayTimes } from './bench-times.ts';
import { say } from './step.ts';

const starts = 31;
const hello = { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 'bench', version: '1' } };
const asked = [
  { id: 1, method: 'initialize', params: hello },
  { method: 'notifications/initialized' },
  { id: 2, method: 'tools/list' },
].map((message) => `${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`);

export async function benchShim(): Promise<void> {
  const home = mkdtempSync(join(tmpdir(), 'postern-bench-'));
  const env = { PATH: '/usr/bin:/bin', HOME: home, XDG_RUNTIME_DIR: home };
  try {
    for (const node of new Set([process.execPath, systemNode()])) {
      if (node === null) continue;
      const version = execFileSync(node, ['--version'], { encoding: 'utf8' }).trim();
      const [shim, bare, memory]: [number[], number[], number[]] = [[], [], []];
      for (let i = 0; i < starts; i += 1) {
        const began = performance.now();
        memory.push(await startShim(node, env, () => shim.push(performance.now() - began)));
        const beganBare = performance.now();
        await once(spawn(node, ['-e', '0'], { env, stdio: 'ignore' }), 'exit');
        bare.push(performance.now() - beganBare);
      }
      sayTimes(`Node ${version}: shim started to tools/list answered`, shim, '`node -e 0`', bare);
      say(`  ${difference(shim, bare)}`);
      say(`  memory at most: ${percentile(memory, 0.5).toFixed(0)} MB`);
    }
  } finally {
    rmSync(home, { recursive: true });
  }
}

/** @returns the most memory that it had, in MB; NaN where the system does not tell. */
async function startShim(node: string, env: NodeJS.ProcessEnv, answered: () => void): Promise<number> {
  const args = ['dist/shim/postern-mcp.mjs', '--client', 'bench'];
  const child = spawn(node, args, { env, stdio: ['pipe', 'pipe', 'ignore'] });
  const ended = once(child, 'exit');
  child.stdin.write(asked.join(''));
  for await (const line of createInterface({ input: child.stdout })) if (line.includes('"id":2')) break;
  answered();
  const peak = process.platform === 'linux' ? readFileSync(`/proc/${child.pid}/status`, 'utf8') : '';
  child.kill();
  await ended;
  return Number(/VmHWM:\s+(\d+)/.exec(peak)?.[1] ?? Number.NaN) / 1024;
}

function systemNode(): string | null {
  try {
    return execFileSync('/usr/bin/node', ['-p', 'process.execPath'], { encoding: 'utf8' }).trim();
  } catch {
    return null;
  }
}
