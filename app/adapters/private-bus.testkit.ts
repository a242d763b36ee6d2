// For tests only: a D-Bus daemon of our own, at an address nobody else knows, with every right for everybody.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type MessageBus, sessionBus } from '@jellybrick/dbus-next';

export interface PrivateBus {
  readonly address: string;
  /** A connection to it. The library's own type leaves out that it must be told of errors. */
  connect(): Promise<MessageBus>;
  /** Ends the daemon; another `start` at the same address is possible. */
  stop(): Promise<void>;
  start(): Promise<void>;
  /** Ends it and removes its folder. */
  close(): Promise<void>;
}

/** @param type - as its daemon is told; what runs on it behaves the same */
export async function startPrivateBus(type: 'system' | 'session' = 'system'): Promise<PrivateBus> {
  const folder = mkdtempSync('/tmp/p-bus-');
  chmodSync(folder, 0o755);
  const config = join(folder, 'bus.conf');
  const address = `unix:path=${join(folder, 'socket')}`;
  writeFileSync(config, busConfig(type, address));
  let stop = await startDaemon(config);
  return {
    address,
    connect: () => connected(address),
    stop: () => stop(),
    start: async () => {
      stop = await startDaemon(config);
    },
    close: async () => {
      await stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function connected(address: string): Promise<MessageBus> {
  const bus = sessionBus({ busAddress: address });
  const events: NodeJS.EventEmitter = bus;
  events.on('error', () => undefined);
  await once(bus, 'connect');
  return bus;
}

async function startDaemon(config: string): Promise<() => Promise<void>> {
  const daemon = spawn('dbus-daemon', [`--config-file=${config}`, '--nofork', '--nopidfile', '--print-address'], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const gone = once(daemon, 'exit');
  await once(daemon.stdout, 'data');
  return async () => {
    daemon.kill();
    await gone;
  };
}

function busConfig(type: string, address: string): string {
  const sent = ['method_call', 'signal'].map((kind) => `send_type="${kind}"`);
  const replies = ['method_return', 'error'].map((kind) => `send_requested_reply="true" send_type="${kind}"`);
  const received = ['method_call', 'method_return', 'error', 'signal'].map((kind) => `receive_type="${kind}"`);
  const rules = [...sent, ...replies, ...received, 'user="*"', 'own="*"'].map((rule) => `<allow ${rule}/>`);
  return `<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig><type>${type}</type><listen>${address}</listen><auth>EXTERNAL</auth>
<policy context="default">${rules.join('')}</policy></busconfig>`;
}
