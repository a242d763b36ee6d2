// Reads the policy file that the person named. SECURITY P9: one that another account could have written is not read.
import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { readWhole } from '../adapters/import-files.ts';
import { BrokerError } from '../contract/fault.ts';
import { policyLimits } from '../contract/policy.ts';

const othersMayWrite = 0o022;

/** Links are followed: the person named it. `uid` null: accounts have no numbers. @throws BrokerError policy_file_unusable */
export async function readPolicyText(path: string, uid: number | null): Promise<string> {
  try {
    // Without O_NONBLOCK, opening a FIFO would wait for a writer for ever.
    const file = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
    try {
      const { mode, uid: owner } = await file.stat();
      const isOthers = uid !== null && ((owner !== uid && owner !== 0) || (mode & othersMayWrite) !== 0);
      if (isOthers) throw new BrokerError('policy_file_unusable');
      const bytes = await readWhole(file, policyLimits.fileBytes);
      return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    } finally {
      await file.close();
    }
  } catch (cause) {
    throw new BrokerError('policy_file_unusable', { cause });
  }
}
