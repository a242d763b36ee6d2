// The file that says where the gateway listens, for programs of this account: written whole or not at all, gone when it closes.
import { randomUUID } from 'node:crypto';
import { readFile, rename, unlink, writeFile } from 'node:fs/promises';

/** `http://127.0.0.1:PORT`, or the path of the socket. */
export type GatewayAddress = { readonly url: string } | { readonly socket: string };

/** Only this account may read it. */
export async function writeAddress(path: string, address: GatewayAddress): Promise<void> {
  const beside = `${path}.${randomUUID()}`;
  try {
    await writeFile(beside, `${JSON.stringify({ ...address, pid: process.pid })}\n`, { mode: 0o600, flag: 'wx' });
    await rename(beside, path);
  } catch (thrown) {
    await unlink(beside).catch(() => {});
    throw thrown;
  }
}

/** Removes it where it is this process's own. Never throws. */
export async function removeAddress(path: string): Promise<void> {
  const text = await readFile(path, 'utf8').catch(() => '');
  if (text.includes(`"pid":${process.pid}}`)) await unlink(path).catch(() => {});
}
