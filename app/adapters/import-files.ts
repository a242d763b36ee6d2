// Reads a file that the person chose for an import. Nothing else than a regular file is read, and never more than its bound.
import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { BrokerError } from '../contract/fault.ts';

const chunkBytes = 1024 * 1024;

/**
 * Its bytes; the caller wipes them. A link is followed: the person chose it.
 * @throws BrokerError import_file_missing, import_not_a_file, import_too_large
 */
export async function readImportFile(path: string, maxBytes: number): Promise<Buffer> {
  const file = await opened(path);
  try {
    return await readWhole(file, maxBytes);
  } finally {
    await file.close();
  }
}

/** As `readImportFile`, of a file that is open. */
export async function readWhole(file: FileHandle, maxBytes: number): Promise<Buffer> {
  const stats = await file.stat();
  if (!stats.isFile()) throw new BrokerError('import_not_a_file');
  if (stats.size > maxBytes) throw new BrokerError('import_too_large');
  const chunks: Buffer[] = [];
  try {
    // Files such as those in /proc say that they are empty, and a file can grow while it is read.
    for (let size = 0; ; ) {
      const chunk = Buffer.alloc(chunkBytes);
      chunks.push(chunk);
      const { bytesRead } = await file.read(chunk, 0, chunkBytes, size);
      size += bytesRead;
      if (size > maxBytes) throw new BrokerError('import_too_large');
      if (bytesRead === 0) return Buffer.concat(chunks, size);
      chunks[chunks.length - 1] = chunk.subarray(0, bytesRead);
    }
  } catch (thrown) {
    throw thrown instanceof BrokerError ? thrown : new BrokerError('import_file_missing', { cause: thrown });
  } finally {
    for (const chunk of chunks) chunk.fill(0);
  }
}

async function opened(path: string): Promise<FileHandle> {
  try {
    // Without O_NONBLOCK, opening a FIFO would wait for a writer for ever.
    return await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
  } catch (thrown) {
    throw new BrokerError('import_file_missing', { cause: thrown });
  }
}
