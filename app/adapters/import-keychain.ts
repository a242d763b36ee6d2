// Imports named items of the system's keychain: over D-Bus on Linux, through `security` on macOS. Postern's own items, which
// hold the keys of its vault, are never listed and never read.
import { Message, type MessageBus, sessionBus, Variant } from '@jellybrick/dbus-next';
import { z } from 'zod';
import { BrokerError } from '../contract/fault.ts';
import { maxImportItems } from '../contract/import.ts';
import type { ImportRead } from '../core/imports/candidates.ts';
import { type KeychainItem, readKeychain } from '../core/imports/read-keychain.ts';
import { runImportProgram } from './import-program.ts';

const ownService = 'Postern';
const answerMs = 10_000;

/**
 * The items with these names: labels on Linux, service names on macOS, where the system asks the person about each.
 * A name that no item has, or that is not given, is skipped as `not_given`.
 * @throws BrokerError keychain_absent, keychain_locked (one of the items is), import_platform, import_too_many_items
 */
export async function importKeychain(
  names: readonly string[],
  environment: Readonly<Record<string, string>>,
): Promise<ImportRead> {
  const items = process.platform === 'darwin' ? await macItems(names, environment) : await linuxItems(names);
  try {
    return readKeychain(items);
  } finally {
    for (const { value } of items) value?.fill(0);
  }
}

async function macItems(names: readonly string[], environment: Readonly<Record<string, string>>) {
  const items: KeychainItem[] = [];
  for (const label of names) {
    const { exitCode, output } = await runImportProgram({
      name: '/usr/bin/security',
      args: ['find-generic-password', '-s', label, '-w'],
      environment,
      timeoutMs: 120_000,
      maxBytes: 2 * 1024 * 1024,
    });
    // It ends what it prints with a line break of its own.
    const value = exitCode === 0 && label !== ownService ? output.subarray(0, -1) : null;
    items.push({ label, account: '', value });
  }
  return items;
}

async function linuxItems(names: readonly string[]): Promise<readonly KeychainItem[]> {
  return withSecretService(async (bus) => {
    const chosen = (await foreignItems(bus)).filter(({ label }) => names.includes(label));
    if (chosen.some(({ isLocked }) => isLocked)) throw new BrokerError('keychain_locked');
    const missing = names.filter((name) => !chosen.some(({ label }) => label === name));
    // Unencrypted: this is a socket between two processes of one account, and each may ask for the items itself.
    const [, session] = opening.parse(await call(bus, service, 'OpenSession', 'sv', ['plain', new Variant('s', '')]));
    const paths = chosen.map(({ path }) => path);
    const [values] = secrets.parse(await call(bus, service, 'GetSecrets', 'aoo', [paths, session]));
    return [
      ...chosen.map(({ label, account, path }) => ({ label, account, value: values[path]?.[2] ?? null })),
      ...missing.map((label) => ({ label, account: '', value: null })),
    ];
  });
}

const opening = z.tuple([z.unknown(), z.string()]);
const secrets = z.tuple([z.record(z.string(), z.tuple([z.unknown(), z.unknown(), z.instanceof(Buffer), z.unknown()]))]);
const found = z.tuple([z.array(z.string()), z.array(z.string())]);
const properties = z.tuple([
  z.object({
    Label: z.object({ value: z.string() }),
    Attributes: z.object({ value: z.record(z.string(), z.string()) }),
  }),
]);

interface ForeignItem {
  readonly path: string;
  readonly label: string;
  readonly account: string;
  readonly isLocked: boolean;
}

async function foreignItems(bus: MessageBus): Promise<readonly ForeignItem[]> {
  const [open, locked] = found.parse(await call(bus, service, 'SearchItems', 'a{ss}', [{}]));
  if (open.length + locked.length > maxImportItems) throw new BrokerError('import_too_many_items');
  const items: ForeignItem[] = [];
  for (const path of [...open, ...locked]) {
    const target = { path, interface: 'org.freedesktop.DBus.Properties' };
    const [about] = properties.parse(await call(bus, target, 'GetAll', 's', ['org.freedesktop.Secret.Item']));
    const attributes = about.Attributes.value;
    if (attributes.service === ownService) continue;
    const account = attributes.username ?? attributes.account ?? attributes.user ?? '';
    items.push({ path, label: about.Label.value, account, isLocked: locked.includes(path) });
  }
  // The service gives them in any order; two of one label must get the same names every time.
  return items.sort((a, b) => byText(a.label, b.label) || byText(a.account, b.account) || byText(a.path, b.path));
}

const service = { path: '/org/freedesktop/secrets', interface: 'org.freedesktop.Secret.Service' };

async function call(bus: MessageBus, target: typeof service, member: string, signature: string, body: unknown[]) {
  const message = new Message({ destination: 'org.freedesktop.secrets', ...target, member, signature, body });
  return (await bus.call(message))?.body;
}

/** @throws BrokerError keychain_absent when nothing answers; what `work` throws when that is a BrokerError */
async function withSecretService<T>(work: (bus: MessageBus) => Promise<T>): Promise<T> {
  if (process.platform !== 'linux') throw new BrokerError('import_platform');
  let bus: MessageBus | null = null;
  try {
    bus = sessionBus();
    // A bus that is not there is told as an event that the library's types leave out; unheard, it would end the process.
    const events: NodeJS.EventEmitter = bus;
    const failed = new Promise<never>((_, reject) => {
      events.on('error', reject);
      setTimeout(() => reject(new BrokerError('keychain_absent')), answerMs).unref();
    });
    failed.catch(() => undefined);
    return await Promise.race([failed, work(bus)]);
  } catch (thrown) {
    throw thrown instanceof BrokerError ? thrown : new BrokerError('keychain_absent', { cause: thrown });
  } finally {
    bus?.disconnect();
  }
}

function byText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
