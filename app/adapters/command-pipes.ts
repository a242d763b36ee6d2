// The pipes between a command and the app (POSIX). Kernel pipes, so that a command can open /dev/stdin, /dev/stdout and
// /dev/stderr, and bash does not take its input for a remote shell's: it can do neither with the sockets of child_process.
import { closeSync } from 'node:fs';
import { Socket } from 'node:net';
import { BrokerError } from '../contract/fault.ts';
import { takeOutput } from './command-output.ts';
import { openPipe } from './native-library.ts';

export interface CommandPipe {
  /** The command's end, for `stdio`. */
  readonly end: number;
  /** Lets go of the command's end; to be called once the command has it. */
  given(): void;
  /** Closes both ends. */
  close(): void;
}

export interface OutputPipe extends CommandPipe {
  /** Resolves at the end of the output: when nobody holds the command's end any more. */
  readonly ended: Promise<void>;
  /** As that of `takeOutput`. */
  hurry(): void;
}

/** A pipe that holds `bytes` and then ends. @throws BrokerError run_failed */
export function openInput(bytes: Uint8Array): CommandPipe {
  const { read, write } = pipeOrFail();
  const given = closingOnce(read);
  const socket = new Socket({ fd: write, readable: false, writable: true });
  socket.on('error', () => {}); // A command may end, or close its input, without reading it.
  socket.end(bytes);
  return { end: read, given, close: closingBoth(given, socket) };
}

/** A pipe whose content goes to `onChunk`, as `takeOutput` hands it over. @throws BrokerError run_failed */
export function openOutput(onChunk: (chunk: Uint8Array) => unknown): OutputPipe {
  const { read, write } = pipeOrFail();
  const given = closingOnce(write);
  const { stream: socket, hurry } = takeOutput(
    (options) => new Socket({ fd: read, readable: true, writable: false, ...options }),
    onChunk,
  );
  const ended = new Promise<void>((resolve) => socket.once('close', () => resolve()));
  return { end: write, given, close: closingBoth(given, socket), ended, hurry };
}

function pipeOrFail(): ReturnType<typeof openPipe> {
  try {
    return openPipe();
  } catch (cause) {
    throw new BrokerError('run_failed', { cause });
  }
}

function closingOnce(fd: number): () => void {
  let isOpen = true;
  return () => {
    if (isOpen) closeSync(fd);
    isOpen = false;
  };
}

function closingBoth(given: () => void, socket: Socket): () => void {
  return () => {
    given();
    socket.destroy();
  };
}
