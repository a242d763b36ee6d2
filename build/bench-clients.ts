// What fifty clients at once cost on the real socket of a whole broker, beside a server that does nothing but answer, in the same run.
import { mkdtempSync, rmSync } from 'node:fs';
import { createConnection, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { startBroker, type TestClient } from '../app/socket/broker.testkit.ts';
import { difference, sayTimes } from './bench-times.ts';
import { say } from './step.ts';

const clients = 50;
const calls = 20;

export async function benchClients(): Promise<void> {
  const endings: (() => void | Promise<void>)[] = [];
  try {
    const house = await startBroker({ after: (work) => void endings.push(work) });
    const agents: TestClient[] = [];
    for (let n = 0; n < clients; n += 1) {
      const agent = house.connect(`agent-${n}`);
      await agent.call('secrets.list', {});
      agents.push(agent);
    }
    const broker = await allAtOnce(agents.map((agent) => () => agent.call('session.status', {})));
    const echo = await allAtOnce(await echoClients(endings));
    sayTimes(
      `${clients} clients with ${calls} calls each at once, a call`,
      broker.times,
      'a server that only answers',
      echo.times,
    );
    say(`  all of them: ${broker.ms.toFixed(0)} ms, answered ${broker.times.length} of ${clients * calls}`);
    say(`  the server that only answers: ${echo.ms.toFixed(0)} ms, ratio ${(broker.ms / echo.ms).toFixed(1)}`);
    say(`  ${difference(broker.times, echo.times)}`);
  } finally {
    for (const end of endings.reverse()) await end();
  }
}

async function allAtOnce(asks: readonly (() => Promise<unknown>)[]): Promise<{ ms: number; times: readonly number[] }> {
  const began = performance.now();
  const times = await Promise.all(
    asks.flatMap((ask) =>
      Array.from({ length: calls }, async () => {
        const asked = performance.now();
        await ask();
        return performance.now() - asked;
      }),
    ),
  );
  return { ms: performance.now() - began, times };
}

async function echoClients(endings: (() => void)[]): Promise<(() => Promise<unknown>)[]> {
  const folder = mkdtempSync(join(tmpdir(), 'postern-bench-'));
  const answer = (socket: Socket): void => {
    createInterface({ input: socket }).on('line', (line) => {
      const { id }: { id: number } = JSON.parse(line);
      socket.write(`${JSON.stringify({ type: 'result', id, result: {} })}\n`);
    });
  };
  const server = createServer(answer).listen(join(folder, 'echo.sock'));
  await new Promise((resolve) => server.once('listening', resolve));
  const sockets = Array.from({ length: clients }, () => createConnection(join(folder, 'echo.sock')));
  endings.push(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
    rmSync(folder, { recursive: true });
  });
  return sockets.map((socket) => {
    const waiting: (() => void)[] = [];
    createInterface({ input: socket }).on('line', () => waiting.shift()?.());
    return () =>
      new Promise<void>((resolve) => {
        waiting.push(resolve);
        socket.write(`${JSON.stringify({ type: 'call', id: waiting.length, method: 'session.status', params: {} })}\n`);
      });
  });
}
