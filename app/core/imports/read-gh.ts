// GitHub CLI's `hosts.yml`: a token for each host and account, unless gh keeps it in the system's keychain.
import { parse } from 'yaml';
import { z } from 'zod';
import { BrokerError } from '../../contract/fault.ts';
import type { ImportRead } from './candidates.ts';
import { maxSettingsBytes } from './import-limits.ts';
import { Intake } from './intake.ts';
import { textOf } from './source-text.ts';

const text = z.string().nullish();
const Host = z.object({
  user: text,
  oauth_token: text,
  /** An account without settings is an empty text. */
  users: z.record(z.string(), z.union([z.object({ oauth_token: text }), z.literal('')])).nullish(),
});
type Host = z.infer<typeof Host>;

/** @throws BrokerError import_unreadable; and as `textOf` */
export function readGh(bytes: Uint8Array): ImportRead {
  const hosts = z.record(z.string(), z.unknown()).safeParse(parsed(textOf(bytes, maxSettingsBytes)));
  if (!hosts.success) throw new BrokerError('import_unreadable');
  const intake = new Intake();
  for (const [name, entry] of Object.entries(hosts.data)) {
    const host = Host.safeParse(entry);
    if (host.success) addHost(intake, name, host.data);
    else intake.skip(name, 'malformed');
  }
  return intake.read;
}

function addHost(intake: Intake, host: string, { user, oauth_token: token, users }: Host): void {
  const accounts = Object.entries(users ?? {}).map(([name, account]) => ({
    name,
    token: account === '' ? null : account.oauth_token,
  }));
  const all = accounts.length > 0 ? accounts : [{ name: user ?? '', token }];
  for (const account of all) {
    const from = `${host} ${account.name}`.trim();
    // Older gh writes the token of the account in use only beside the accounts.
    const value = account.token ?? (account.name === user ? token : null) ?? '';
    if (value === '') intake.skip(from, 'in_keychain');
    else {
      intake.add({
        from,
        path: all.length > 1 ? ['gh', host, account.name] : ['gh', host],
        kind: 'token',
        authPattern: 'bearer',
        fields: [
          { name: 'token', value, sensitive: true, env: isCloud(host) ? 'GITHUB_TOKEN' : 'GH_ENTERPRISE_TOKEN' },
          { name: 'username', value: account.name, sensitive: false },
        ],
      });
    }
  }
}

function isCloud(host: string): boolean {
  return host === 'github.com' || host.endsWith('.ghe.com');
}

/** The only lines that gh writes: `key: value` without a space in either, a few levels deep. */
const line = /^ {0,12}[\w.:/@"'+~-]{1,300}:(?: {1,12}[\w.:/@"'+~=-]{0,2000})?$/;

const maxLines = 2000;

/** The parser takes minutes for some texts of a few hundred kilobytes, so it sees only what gh could have written. */
function parsed(yaml: string): unknown {
  const lines = yaml.split(/\r?\n/).filter((one) => !/^ *(#.*)?$/.test(one));
  if (lines.length > maxLines || !lines.every((one) => line.test(one))) throw new BrokerError('import_unreadable');
  try {
    return parse(lines.join('\n'), { maxAliasCount: 0, schema: 'failsafe', logLevel: 'error' });
  } catch {
    throw new BrokerError('import_unreadable');
  }
}
