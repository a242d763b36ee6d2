// The programs of agents, and Node: found on the person's login PATH, run to their end, or greeted as an MCP host would. They get a
// small environment, in which nothing is secret.
import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { delimiter, isAbsolute, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Handshake } from '../contract/connect.ts';
import { BrokerError } from '../contract/fault.ts';
import type { AgentPrograms, ProgramRun } from '../core/ports/agent-programs.ts';
import type { LoginEnvironment } from '../core/ports/login-environment.ts';
import { greetServer } from './client-greeting.ts';
import { newMark, spawnDetached } from './detached-spawn.ts';
import { followGroup } from './process-group.ts';

/** After its end, for what is still in its pipe: something it left running may hold it open for ever. */
const settleMs = 250;
const maxBytes = 64 * 1024;

/** What MCP hosts hand on to a server: the list of the MCP SDK's own client. */
const hostsHandOn =
  'HOME LOGNAME PATH SHELL TERM USER APPDATA HOMEDRIVE HOMEPATH LOCALAPPDATA PROCESSOR_ARCHITECTURE SYSTEMDRIVE SYSTEMROOT TEMP USERNAME USERPROFILE';
/** And what an agent's program needs to find its own settings. */
const programsNeed = `${hostsHandOn} LANG TMPDIR TMP XDG_CONFIG_HOME XDG_DATA_HOME XDG_STATE_HOME XDG_CACHE_HOME CLAUDE_CONFIG_DIR CODEX_HOME`;
/** It is run for one line of its settings, and for nothing else. */
const quiet = { DISABLE_AUTOUPDATER: '1', CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: '1' };

export class ClientPrograms implements AgentPrograms {
  readonly #login: LoginEnvironment;

  constructor(login: LoginEnvironment) {
    this.#login = login;
  }

  environment(): Promise<Readonly<Record<string, string>>> {
    return this.#login.resolve();
  }

  async find(name: string): Promise<readonly string[]> {
    const { PATH = '' } = await this.environment();
    const file = process.platform === 'win32' ? `${name}.exe` : name;
    const places = PATH.split(delimiter).filter((place) => isAbsolute(place));
    const found: string[] = [];
    for (const path of new Set(places.map((place) => join(place, file)))) {
      if (await this.isProgram(path)) found.push(path);
    }
    return found;
  }

  async isProgram(path: string): Promise<boolean> {
    try {
      await access(path, constants.X_OK);
      return (await stat(path)).isFile();
    } catch {
      return false;
    }
  }

  async run({ file, args }: ProgramRun, timeoutMs: number): Promise<string> {
    const environment = await this.environment();
    const mark = newMark();
    const child = spawnDetached({
      ...{ file, args, mark },
      env: { ...only(programsNeed, environment), ...quiet },
      cwd: environment.HOME ?? '/',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    if (child === null || child.stdout === null) throw new BrokerError('client_tool_failed');
    const group = followGroup(child, mark);
    const chunks: Buffer[] = [];
    let room = maxBytes;
    child.stdout.on('data', (chunk: Buffer) => {
      chunks.push(chunk.subarray(0, room));
      room = Math.max(0, room - chunk.length);
    });
    const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
    const closed = new Promise((resolve) => child.once('close', resolve));
    const timer = new AbortController();
    const late = sleep(timeoutMs, 'late' as const, { signal: timer.signal }).catch(() => 'late' as const);
    const end = await Promise.race([ended, late]);
    timer.abort();
    if (end === 'late') await group.end();
    else await Promise.race([closed, sleep(settleMs, undefined, { ref: false })]);
    child.stdout.destroy();
    if (end === 'late') throw new BrokerError('client_tool_slow');
    if (end !== 0) throw new BrokerError('client_tool_failed');
    return Buffer.concat(chunks).toString();
  }

  async greet(run: ProgramRun): Promise<Handshake> {
    const environment = await this.environment();
    return greetServer(run, only(hostsHandOn, environment), environment.HOME ?? '/');
  }
}

function only(names: string, environment: Readonly<Record<string, string>>): Record<string, string> {
  const kept = new Set(names.split(' '));
  // Windows writes them in any case.
  return Object.fromEntries(Object.entries(environment).filter(([name]) => kept.has(name.toUpperCase())));
}
