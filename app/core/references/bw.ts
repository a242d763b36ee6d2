// Bitwarden through its CLI: `bw://item/field`, the item by id or name.
import { z } from 'zod';
import { BrokerError } from '../../contract/fault.ts';
import { parseJson } from './json.ts';
import { decodePart, malformed } from './parts.ts';
import type { ProgramCall } from './program-call.ts';

const text = z.string().nullish();
const Item = z.object({
  login: z.object({ username: text, password: text, totp: text }).nullish(),
  notes: text,
  fields: z.array(z.object({ name: text, value: text })).nullish(),
});

/**
 * `field` is `username`, `password`, `totp` (the seed), `notes`, or else a custom field of that name. The CLI must be
 * unlocked by a `BW_SESSION` in the environment of the login shell.
 * @throws BrokerError reference_malformed
 */
export function bwCall(reference: string): ProgramCall {
  const [, item, field] = /^bw:\/\/([^/?#]+)\/([^/?#]+)$/.exec(reference) ?? [];
  if (item === undefined || field === undefined) throw malformed();
  const name = decodePart(field);
  return {
    word: 'bw',
    args: ['get', 'item', decodePart(item), '--nointeraction'],
    passes: ['BW_SESSION', 'BITWARDENCLI_APPDATA_DIR', 'HTTPS_PROXY', 'https_proxy', 'NO_PROXY', 'no_proxy'],
    sets: {},
    files: () => [],
    refusals: [
      [/locked|not logged in/i, 'reference_locked'],
      [/not found/i, 'reference_not_found'],
    ],
    read: (printed) => readField(printed, name),
  };
}

function readField(printed: Buffer, name: string): Buffer {
  const item = Item.safeParse(parseJson(printed));
  if (!item.success) throw new BrokerError('reference_failed');
  const { login, notes, fields } = item.data;
  const own: Readonly<Record<string, string | null | undefined>> = {
    username: login?.username,
    password: login?.password,
    totp: login?.totp,
    notes,
  };
  const value = Object.hasOwn(own, name) ? own[name] : fields?.find((field) => field.name === name)?.value;
  if (value === undefined || value === null) throw new BrokerError('reference_not_found');
  return Buffer.from(value, 'utf8');
}
