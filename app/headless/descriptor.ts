// Reads what the person hands over on a file descriptor, and closes it. What is read never becomes text here.
import { close, constants, fstatSync, read, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { BrokerError } from '../contract/fault.ts';

const readSome = promisify(read);
const closeOne = promisify(close);
const lineFeed = 0x0a;
const carriageReturn = 0x0d;
/** O_RDONLY, O_WRONLY or O_RDWR. */
const accessMode = 3;
/** After a look into an empty pipe that its other end made not to wait. */
const retryMs = 20;

/** The first line, without its end; the caller wipes it. @throws BrokerError fd_unreadable, also when it is empty, fd_too_long */
export async function readFirstLine(fd: number, maxBytes: number): Promise<Buffer> {
  const bytes = await readUntil(fd, maxBytes, (soFar) => soFar.includes(lineFeed));
  const lineEnd = bytes.indexOf(lineFeed);
  const beyond = lineEnd < 0 ? bytes.length : lineEnd;
  const end = lineEnd > 0 && bytes[lineEnd - 1] === carriageReturn ? lineEnd - 1 : beyond;
  bytes.fill(0, end);
  if (end === 0) throw new BrokerError('fd_unreadable');
  return bytes.subarray(0, end);
}

/** All of it; the caller wipes it. @throws BrokerError fd_unreadable, fd_too_long */
export function readToEnd(fd: number, maxBytes: number): Promise<Buffer> {
  return readUntil(fd, maxBytes, () => false);
}

async function readUntil(fd: number, maxBytes: number, isEnough: (soFar: Buffer) => boolean): Promise<Buffer> {
  if (!isHandedOver(fd)) throw new BrokerError('fd_unreadable');
  // One buffer, so that no copy stays behind.
  const bytes = Buffer.alloc(maxBytes + 1);
  try {
    for (let size = 0; ; ) {
      const added = await readMore(fd, bytes, size);
      size += added;
      if (added === 0 || isEnough(bytes.subarray(0, size))) return bytes.subarray(0, size);
      if (size > maxBytes) throw new BrokerError('fd_too_long');
    }
  } catch (thrown) {
    bytes.fill(0);
    throw thrown instanceof BrokerError ? thrown : new BrokerError('fd_unreadable', { cause: thrown });
  } finally {
    // The standard input stays open: another file would take its number.
    if (fd > 2) await closeOne(fd).catch(() => {});
  }
}

/** A number that nobody opened for us may by now be one of Node's own: an anonymous inode, or a pipe that we write as well. */
function isHandedOver(fd: number): boolean {
  try {
    const found = fstatSync(fd);
    if (found.isFIFO()) return process.platform !== 'linux' || !isWrittenHere(fd);
    return found.isFile() || found.isSocket() || found.isCharacterDevice();
  } catch {
    return false;
  }
}

/** Whether this process holds the other end of the pipe. */
function isWrittenHere(fd: number): boolean {
  const pipe = readlinkSync(`/proc/self/fd/${fd}`);
  return readdirSync('/proc/self/fd').some((name) => {
    try {
      const flags = /^flags:\s*(\d+)$/m.exec(readFileSync(`/proc/self/fdinfo/${name}`, 'latin1'))?.[1] ?? '';
      return (
        (Number.parseInt(flags, 8) & accessMode) !== constants.O_RDONLY &&
        readlinkSync(`/proc/self/fd/${name}`) === pipe
      );
    } catch {
      // The one that lists the folder is closed by now.
      return false;
    }
  });
}

/** 0: the end. */
async function readMore(fd: number, into: Buffer, at: number): Promise<number> {
  for (;;) {
    try {
      const { bytesRead } = await readSome(fd, into, at, into.length - at, null);
      return bytesRead;
    } catch (thrown) {
      if (!(thrown instanceof Error && 'code' in thrown && thrown.code === 'EAGAIN')) throw thrown;
      await delay(retryMs);
    }
  }
}
