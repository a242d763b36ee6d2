// Frozen actions for tests, made by the real freezing over files in memory.
import type { Action, CallerProcess, RunRequest } from '../../contract/run.ts';
import { ActionSecret } from '../../contract/run.ts';
import { ClientId, Sha256 } from '../../contract/vocabulary.ts';
import { sha256Hex } from '../crypto/digest.ts';
import type { Files } from '../ports/files.ts';
import { freezeAction, type Planned } from './action.ts';

/** A file system in memory: absolute paths and their text. Every file may be executed; there are no links but `links`. */
export class MemoryFiles implements Files {
  readonly texts = new Map<string, string>();
  readonly links = new Map<string, string>();
  readonly folders = new Map<string, string>();
  project: string | null;

  constructor(programs: readonly string[], project: string | null = '/home/me/api') {
    for (const name of ['sh', ...programs]) this.texts.set(`/usr/bin/${name}`, `program ${name}`);
    this.project = project;
  }

  folder(path: string): Promise<{ path: string; id: string }> {
    return Promise.resolve({ path, id: this.folders.get(path) ?? '1:1' });
  }

  projectOf(): Promise<string | null> {
    return Promise.resolve(this.project);
  }

  findExecutable(word: string, searchPath: string, cwd: string): Promise<string | null> {
    if (word.includes('/')) return this.realFile(word, cwd);
    const places = searchPath.split(':').map((folder) => this.#real(`${folder}/${word}`));
    return Promise.resolve(places.find((path) => this.texts.has(path)) ?? null);
  }

  realFile(word: string, cwd: string): Promise<string | null> {
    const path = this.#real(word.startsWith('/') ? word : `${cwd}/${word.replace(/^\.\//, '')}`);
    return Promise.resolve(this.texts.has(path) ? path : null);
  }

  hashOf(path: string): Promise<Sha256 | null> {
    const text = this.texts.get(path);
    return Promise.resolve(text === undefined ? null : sha256Hex(text));
  }

  #real(path: string): string {
    return this.links.get(path) ?? path;
  }
}

export const usualPrograms =
  'gh git aws kubectl psql curl npm npx make docker jq head deploy whoami env sudo xargs busybox time nohup touch'.split(
    ' ',
  );

/** A field `token` of a secret, given as the variable that its name says in capitals. */
export function actionSecret(
  name = 'github/token',
  more: Partial<Record<keyof ActionSecret, unknown>> = {},
): ActionSecret {
  return ActionSecret.parse({
    ...{ id: Buffer.from(name.padEnd(16).slice(0, 16)).toString('hex'), name, version: 1, field: 'token' },
    ...{ sensitive: true, inject: 'environment', env: name.toUpperCase().replaceAll(/[^A-Z0-9]/g, '_') },
    ...{ reference: null, tier: 'run', longestYes: 'rule', description: '' },
    ...more,
  });
}

export interface ActionOptions {
  readonly files?: MemoryFiles;
  readonly request?: Partial<RunRequest>;
  readonly client?: string;
  readonly session?: string | null;
  readonly caller?: readonly CallerProcess[];
  readonly secrets?: readonly ActionSecret[];
  readonly now?: number;
}

/** A shell line, or a program and its arguments, as an action of `claude-code` in /home/me/api. */
export function actionOf(command: string | readonly string[], options: ActionOptions = {}): Promise<Action> {
  const { files = new MemoryFiles(usualPrograms), request = {}, now = 1_000 } = options;
  const planned: Planned = {
    request: {
      command: typeof command === 'string' ? command : [...command],
      secrets: [],
      cwd: '/home/me/api',
      ...request,
    },
    client: { id: ClientId.parse(options.client ?? 'claude-code'), name: 'Claude Code' },
    caller: options.caller ?? usualCaller(100),
    session:
      options.session === undefined || options.session === null ? null : Sha256.parse(options.session.repeat(64)),
    secrets: options.secrets ?? [actionSecret()],
    shell: '/usr/bin/sh',
    loginPath: '/usr/bin',
    nonce: now.toString(16).padStart(32, '0'),
    now,
  };
  return freezeAction(planned, files);
}

/** The shim, the agent, a shell and a terminal, with process numbers from `pid` on. */
export function usualCaller(pid: number): readonly CallerProcess[] {
  return ['/usr/bin/node', '/opt/claude/claude', '/usr/bin/zsh', '/usr/bin/ghostty'].map((exe, at) => ({
    ...{ pid: pid - at, startTime: String(at), name: exe.split('/').at(-1) ?? '', exe, cwd: '/home/me' },
  }));
}
