// Padding of what is sealed, so that a size on disk says little about the size of a secret.
import { BrokerError } from '../../contract/fault.ts';

const blockBytes = 256;
const lengthBytes = 4;

/** Length of `plain` (4 bytes, big-endian) ‖ `plain` ‖ zeros up to a multiple of 256 bytes. The caller wipes both. */
export function pad(plain: Buffer): Buffer {
  const padded = Buffer.alloc(Math.ceil((lengthBytes + plain.length) / blockBytes) * blockBytes);
  padded.writeUInt32BE(plain.length);
  plain.copy(padded, lengthBytes);
  return padded;
}

/**
 * A copy of what `pad` was given. The caller wipes both.
 * @throws BrokerError vault_corrupt when the bytes are not exactly what `pad` makes
 */
export function unpad(padded: Buffer): Buffer {
  if (padded.length < blockBytes || padded.length % blockBytes !== 0) throw new BrokerError('vault_corrupt');
  const end = lengthBytes + padded.readUInt32BE();
  if (end > padded.length || padded.length - end >= blockBytes) throw new BrokerError('vault_corrupt');
  if (padded.subarray(end).some((byte) => byte !== 0)) throw new BrokerError('vault_corrupt');
  return Buffer.from(padded.subarray(lengthBytes, end));
}
