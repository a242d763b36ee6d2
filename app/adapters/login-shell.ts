// Asks the person's login shell for its environment, once. It never hangs, and what start-up files print goes nowhere.
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { userInfo } from 'node:os';
import { basename } from 'node:path';
import type { LoginEnvironment } from '../core/ports/login-environment.ts';
import { windowsShells } from '../core/runs/windows-shell.ts';
import { newMark, spawnDetached } from './detached-spawn.ts';
import { followGroup } from './process-group.ts';

type Environment = Readonly<Record<string, string>>;

const timeoutMs = 10_000;
/** After the shell's end, for what is still in the pipe. */
const settleMs = 250;
const maxBytes = 4 * 1024 * 1024;
/** What describes the shell that was asked, not the person's set-up. */
const itsOwn = new Set(['_', 'SHLVL', 'PWD', 'OLDPWD']);

export class LoginShell implements LoginEnvironment {
  readonly #own: Environment;
  #resolved: Promise<Environment> | null = null;

  /** `own` is the app's environment: it names the shell (`SHELL`), is what the shell starts with, and is the fallback. */
  constructor(own: Readonly<Record<string, string | undefined>> = process.env) {
    const set = Object.entries(own).flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const]));
    this.#own = Object.fromEntries(set);
  }

  resolve(): Promise<Environment> {
    this.#resolved ??= this.#ask();
    return this.#resolved;
  }

  async #ask(): Promise<Environment> {
    // Windows has no login shell to ask; what reads a line there is chosen among those that are installed.
    if (process.platform === 'win32') return withShell(this.#own, existsSync);
    const shell = this.#own.SHELL || shellOfAccount();
    if (shell === null) return this.#own;
    return (await askShell(shell, this.#own)) ?? this.#own;
  }
}

/** SHELL as Git for Windows sets it is no path that Windows knows. */
function withShell({ SHELL: _, ...own }: Environment, exists: (path: string) => boolean): Environment {
  const shell = windowsShells(own).find(exists);
  return shell === undefined ? own : { ...own, SHELL: shell };
}

/** null: the shell cannot be started, did not answer in time, or its answer cannot be read. */
async function askShell(shell: string, own: Environment): Promise<Environment | null> {
  const fence = randomBytes(16).toString('hex');
  const asked = startShell(shell, own, `printf %s ${fence}; /usr/bin/env -0; printf %s ${fence}`);
  if (asked === null) return null;
  const { child, stdout, group } = asked;
  const chunks: Buffer[] = [];
  let size = 0;
  const answer = await new Promise<Environment | null>((resolve) => {
    const read = () => parseAnswer(Buffer.concat(chunks), fence);
    const giveUp = async () => {
      chunks.length = 0;
      stdout.destroy();
      await group.end();
      resolve(null);
    };
    // Also after a good answer: a shell that does not end is ended; what start-up files left running otherwise is let be.
    const timer = setTimeout(giveUp, timeoutMs);
    stdout.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size > maxBytes) return void giveUp();
      chunks.push(chunk);
      const whole = read();
      if (whole !== null) resolve(whole);
    });
    child.once('exit', () => {
      clearTimeout(timer);
      // Something else may hold its output open for ever; what it wrote itself is read by then.
      setTimeout(() => resolve(read()), settleMs);
    });
  });
  stdout.destroy();
  return answer;
}

function startShell(shell: string, own: Environment, question: string) {
  // csh and tcsh take -l alone or not at all.
  const flags = basename(shell).endsWith('csh') ? '-ic' : '-ilc';
  const mark = newMark();
  const env = { ...own, TERM: 'dumb' };
  const child = spawnDetached({
    file: shell,
    args: [flags, question],
    env,
    cwd: '/',
    stdio: ['ignore', 'pipe', 'ignore'],
    mark,
  });
  if (child === null || child.stdout === null) return null;
  child.stdout.on('error', () => {});
  return { child, stdout: child.stdout, group: followGroup(child, mark) };
}

/** What stands between the two fences: NAME=value, each ended by a NUL. null: there are not two fences yet. */
function parseAnswer(bytes: Buffer, fence: string): Environment | null {
  const start = bytes.indexOf(fence);
  const end = bytes.lastIndexOf(fence);
  if (start < 0 || end === start) return null;
  const entries: [string, string][] = [];
  for (const entry of bytes.toString('utf8', start + fence.length, end).split('\0')) {
    const equals = entry.indexOf('=');
    if (equals > 0 && !itsOwn.has(entry.slice(0, equals))) {
      entries.push([entry.slice(0, equals), entry.slice(equals + 1)]);
    }
  }
  return Object.fromEntries(entries);
}

/** null: the account has no entry, or names no shell. */
function shellOfAccount(): string | null {
  try {
    return userInfo().shell || null;
  } catch {
    return null;
  }
}
