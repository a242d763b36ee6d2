// Reads one small file whole, for references. It never waits: a FIFO or a device is no file.
import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { BrokerError } from '../contract/fault.ts';
import { wipe } from '../core/crypto/wipe.ts';

/**
 * The bytes of the regular file at the real path `path`, to be wiped by the caller. A link there is not followed.
 * @throws BrokerError reference_not_found, reference_denied, reference_too_large over `maxBytes`, reference_failed
 */
export async function readSmallFile(path: string, maxBytes: number): Promise<Buffer> {
  const file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOFOLLOW).catch((cause) => {
    throw refused(cause);
  });
  const buffer = Buffer.alloc(maxBytes + 1);
  try {
    if (!(await file.stat()).isFile()) throw new BrokerError('reference_not_found');
    let size = 0;
    for (;;) {
      const { bytesRead } = await file.read(buffer, size, buffer.length - size, null);
      size += bytesRead;
      if (size > maxBytes) throw new BrokerError('reference_too_large');
      if (bytesRead === 0) return Buffer.from(buffer.subarray(0, size));
    }
  } catch (cause) {
    throw refused(cause);
  } finally {
    wipe(buffer);
    await file.close();
  }
}

function refused(cause: unknown): BrokerError {
  if (cause instanceof BrokerError) return cause;
  const code = cause instanceof Error && 'code' in cause ? cause.code : null;
  if (code === 'ENOENT' || code === 'ENOTDIR') return new BrokerError('reference_not_found', { cause });
  if (code === 'EACCES' || code === 'EPERM') return new BrokerError('reference_denied', { cause });
  return new BrokerError('reference_failed', { cause });
}
