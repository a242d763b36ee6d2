// Records every byte between shim and broker: it listens where the shim looks, and hands everything on to the real socket.
import { mkdirSync } from 'node:fs';
import type { Socket } from 'node:net';
import { createConnection, createServer } from 'node:net';
import { join } from 'node:path';
import type { Home } from './app.ts';

export interface Tap {
  /** For the agent's environment: its socket is the tap. */
  readonly env: Readonly<Record<string, string>>;
  readonly bytes: () => Buffer;
  close(): Promise<void>;
}

export async function startTap(home: Home): Promise<Tap> {
  const runtime = join(home.folder, 'tap');
  mkdirSync(join(runtime, 'postern'), { recursive: true, mode: 0o700 });
  const seen: Buffer[] = [];
  const open = new Set<Socket>();
  const server = createServer((shim) => {
    const broker = createConnection(home.endpoint);
    for (const [from, to] of [
      [shim, broker],
      [broker, shim],
    ] as const) {
      open.add(from);
      from.on('data', (chunk) => {
        seen.push(Buffer.from(chunk));
        to.write(chunk);
      });
      from.on('close', () => to.destroy());
      from.on('error', () => to.destroy());
    }
  });
  await new Promise<void>((resolve) => server.listen(join(runtime, 'postern', 'broker.sock'), resolve));
  return {
    env: { XDG_RUNTIME_DIR: runtime },
    bytes: () => Buffer.concat(seen),
    close: async () => {
      for (const socket of open) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
