// What `postern serve --headless` was started with. Pure. No secret is among the arguments: those come on file descriptors.
import { parseArgs } from 'node:util';
import { ClientId } from '../contract/vocabulary.ts';

export interface HeadlessOptions {
  readonly passphraseFd: number;
  /** Make a vault where there is none. */
  readonly create: boolean;
  /** null: no secrets are handed over. */
  readonly secretsFd: number | null;
  /** A policy to put in force; null: the one of the vault stays. */
  readonly policyFile: string | null;
  /** Clients that are let in. */
  readonly clients: readonly ClientId[];
  /** It ends when it was not used for so many hours; null: as the vault's settings say. */
  readonly hours: number | null;
  /** null: the usual places. */
  readonly profile: string | null;
  readonly socket: string | null;
}

export type Arguments =
  | { readonly kind: 'serve'; readonly options: HeadlessOptions }
  | { readonly kind: 'help' }
  /** `why`: a sentence that quotes nothing but the names of options. */
  | { readonly kind: 'wrong'; readonly why: string };

export const usage = `usage: postern serve --headless --passphrase-fd N [options]

  --passphrase-fd N   read the passphrase from this file descriptor, up to its first line end
  --create            make a vault where there is none
  --secrets-fd N      read secrets from this file descriptor, as NAME=value lines like in a .env file
  --policy FILE       put this policy in force (see docs/policy.md)
  --client ID         let this client in by the key in clients/ID.key; may be given more than once
  --hours N           end when nothing was run for so many hours (0.5 to 24)
  --profile DIR       the folder of vault, log and client keys
  --socket PATH       where agents connect

Nobody can be asked: what no rule allows is denied. It prints “Postern is ready” when agents can connect.
`;

export function readArguments(args: readonly string[]): Arguments {
  const given = parsed(args);
  if (given === null) return wrong('There is an option or a word that it does not know, or one without its value.');
  if (given.help) return { kind: 'help' };
  const passphraseFd = descriptorOf(given['passphrase-fd']);
  if (passphraseFd === null)
    return wrong('--passphrase-fd is needed: the number of an open file descriptor, not 1 or 2.');
  const secretsFd = descriptorOf(given['secrets-fd']);
  if (given['secrets-fd'] !== undefined && (secretsFd === null || secretsFd === passphraseFd)) {
    return wrong('--secrets-fd is the number of an open file descriptor of its own, not 1 or 2.');
  }
  const clients = (given.client ?? []).map((id) => ClientId.safeParse(id).data ?? null);
  if (!clients.every((id) => id !== null)) {
    return wrong('--client takes the id of a client: small letters, digits and -, such as claude-code.');
  }
  const hours = given.hours === undefined ? null : Number(given.hours);
  if (hours !== null && !isHours(hours)) return wrong('--hours is from 0.5 to 24, in halves.');
  const paths = [given.profile, given.socket, given.policy];
  if (paths.includes('')) return wrong('--profile, --socket and --policy take a path.');
  const options = {
    ...{ passphraseFd, secretsFd, clients, hours, create: given.create ?? false },
    ...{ policyFile: given.policy ?? null, profile: given.profile ?? null, socket: given.socket ?? null },
  };
  return { kind: 'serve', options };
}

function parsed(args: readonly string[]) {
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean' } as const;
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        ...{ headless: flag, help: flag, create: flag, client: { type: 'string', multiple: true } },
        ...{ 'passphrase-fd': text, 'secrets-fd': text, policy: text, hours: text, profile: text, socket: text },
      },
    });
    return values;
  } catch {
    return null;
  }
}

/** Standard output and error are for words. */
function descriptorOf(text: string | undefined): number | null {
  if (text === undefined || !/^\d{1,4}$/.test(text)) return null;
  const fd = Number(text);
  return fd === 1 || fd === 2 ? null : fd;
}

function isHours(hours: number): boolean {
  return hours >= 0.5 && hours <= 24 && Number.isInteger(hours * 2);
}

function wrong(why: string): Arguments {
  return { kind: 'wrong', why };
}
