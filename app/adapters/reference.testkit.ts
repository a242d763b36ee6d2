// For the tests of references: a resolver with a login shell of the test's own, and programs that exist for one test.
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Reference } from '../contract/reference.ts';
import type { WantedValue } from '../core/ports/references.ts';
import { PosixFiles } from './posix-files.ts';
import { ReferenceResolver } from './reference-resolver.ts';

export const systemPath = '/usr/local/bin:/usr/bin:/bin';

/** A folder of its own with its real path, gone after the test. */
export function temporaryFolder(t: { after(fn: () => void): void }): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'reference-')));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A shell script as the program `name` in `folder`. */
export function program(folder: string, name: string, script: string): string {
  const path = join(folder, name);
  writeFileSync(path, `#!/bin/sh\n${script}\n`);
  chmodSync(path, 0o755);
  return path;
}

/** `skip` for a test of a program that is not installed here. */
export function needs(...names: readonly string[]): { readonly skip: string | false } {
  const missing = names.find((name) => {
    try {
      execFileSync('/bin/sh', ['-c', 'command -v "$1"', 'sh', name], { stdio: 'ignore' });
      return false;
    } catch {
      return true;
    }
  });
  return { skip: missing === undefined ? false : `${missing} is not installed` };
}

export interface Trial {
  readonly env?: Readonly<Record<string, string>>;
  readonly wanted?: WantedValue;
  readonly signal?: AbortSignal;
  readonly timeoutMs?: number;
}

export function resolverFor(env: Readonly<Record<string, string>> = {}, timeoutMs = 20_000): ReferenceResolver {
  return new ReferenceResolver(
    new PosixFiles(null),
    { resolve: async () => ({ PATH: systemPath, ...env }) },
    timeoutMs,
  );
}

/** Freezes and resolves, as a run does with nothing in between. */
export async function resolveNow(text: string, trial: Trial = {}): Promise<Buffer> {
  const { env, wanted = 'text', signal = new AbortController().signal, timeoutMs } = trial;
  const resolver = resolverFor(env, timeoutMs);
  return resolver.resolve(await resolver.freeze(Reference.parse(text)), signal, wanted);
}
