// Actions and questions for the tests of this folder, parsed as the window parses them.
import type { Offers } from '../../../app/contract/approval.ts';
import { RunAsked } from '../../../app/contract/approval.ts';
import { CallAction } from '../../../app/contract/call.ts';
import type { RiskClass } from '../../../app/contract/risk.ts';
import { Action } from '../../../app/contract/run.ts';
import type { Said } from './said.ts';

/** A sentence as a person reads it, what an agent wrote in backquotes. */
export function plainText(said: Said): string {
  return said.map((part) => (typeof part === 'string' ? part : `\`${part.code}\``)).join('');
}

export function testCommand(line: string, risk: RiskClass, target: string | null, verbWords: number) {
  const words = line.split(' ');
  return {
    words,
    assigns: [],
    via: [],
    appended: false,
    writesTo: [],
    readsFrom: [],
    risk: { class: risk, target, verb: words.slice(0, verbWords) },
  };
}

export interface TestRun {
  readonly commands?: readonly ReturnType<typeof testCommand>[];
  readonly risk?: RiskClass;
  readonly secrets?: readonly string[];
  readonly cwd?: string;
  readonly project?: string | null;
  readonly offers?: Partial<Offers>;
  readonly times?: number;
  /** One hexadecimal digit that tells it from others. */
  readonly mark?: string;
}

export function testRun(run: TestRun = {}): RunAsked {
  const mark = run.mark ?? '1';
  return RunAsked.parse({
    id: `req_${mark.repeat(32)}`,
    action: testAction(run),
    digest: mark.repeat(64),
    times: run.times ?? 1,
    offers: {
      lasting: [{ kind: 'once' }, { kind: 'uses', uses: 5 }, { kind: 'session' }],
      reaches: ['exact', 'alike', 'reads'],
      onceOnly: null,
      agentCanChange: false,
      ...run.offers,
    },
    since: null,
    holds: [],
  });
}

export function testAction({ commands, risk, secrets = ['github/token'], cwd, project = null }: TestRun = {}): Action {
  const all = commands ?? [testCommand('gh pr view 41', 'read', 'GitHub', 3)];
  return Action.parse({
    format: 2,
    nonce: '0'.repeat(32),
    client: { id: 'claude-code', name: 'Claude Code' },
    caller: [],
    session: null,
    command: { kind: 'shell', shell: '/bin/sh', line: all.map(({ words }) => words.join(' ')).join(' && ') },
    canonical: '0'.repeat(64),
    commands: all,
    risk: risk ?? all[0]?.risk.class ?? 'unknown',
    hidden: [],
    hosts: [],
    cwd: cwd ?? '/home/me/code/api',
    cwdId: '1',
    project,
    path: '/usr/bin',
    pathDiffers: false,
    secrets: secrets.map((name, at) => ({
      id: String(at).padStart(32, '0'),
      name,
      version: 1,
      field: 'token',
      sensitive: true,
      inject: 'environment',
      env: 'TOKEN',
      reference: null,
      tier: 'run',
      longestYes: 'rule',
      description: '',
    })),
    executables: [],
    scripts: [],
    parsed: true,
    stdin: null,
    tty: true,
    terminal: null,
    timeoutMs: 300_000,
    maxOutputBytes: 262_144,
    reason: null,
    frozenAt: 0,
  });
}

/** A call with this part of it as given. */
export function testCall(part: object = {}): CallAction {
  const secret = {
    ...{ id: '0'.repeat(32), name: 'github/token', version: 1, field: 'token', sensitive: true, inject: 'environment' },
    ...{ env: null, reference: null, tier: 'placeholder', longestYes: 'rule', description: '' },
    place: 'Authorization: Bearer …',
  };
  return CallAction.parse({
    ...{ format: 1, nonce: '0'.repeat(32), client: { id: 'claude-code', name: 'Claude Code' }, caller: [] },
    ...{ session: null, canonical: '0'.repeat(64), provider: null, scope: null, method: 'POST' },
    ...{ host: 'api.github.com', path: '/repos/me/api/issues', query: '', headers: [], body: null, risk: 'write' },
    ...{ secrets: [secret], privateAddress: false, timeoutMs: 60_000, reason: null, frozenAt: 0 },
    ...part,
  });
}
