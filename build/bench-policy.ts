// What judging by a policy of 1,000 rules costs, beside reading the same policy as JSON, measured in the same run.
import { Policy } from '../app/contract/policy.ts';
import { Action } from '../app/contract/run.ts';
import { CompiledPolicy } from '../app/core/policy/compiled-policy.ts';
import { evaluate } from '../app/core/policy/evaluate.ts';
import { say } from './step.ts';

const rules = 1000;
const repeats = 201;

/** Prints a row each for rules that are found by their program, and for rules that must all be looked at. */
export function benchPolicy(): void {
  const action = someAction();
  report('rules about other programs', action, (at) => ({ commands: [`tool${at} **`] }));
  report('rules about the same program', action, (at) => ({ commands: [`gh never-${at} *`, 'gh * --never'] }));
  report('rules about any program', action, (at) => ({ secrets: [`team-${at}/**/token`, `*/${at}/*`], cwd: ['~/**'] }));
}

function report(what: string, action: Action, rule: (at: number) => Record<string, unknown>): void {
  const made = Array.from({ length: rules }, (_, at) => ({
    ...{ id: `r${at}`, action: (['allow', 'ask', 'deny'] as const)[at % 3] },
    ...rule(at),
  }));
  const policy = Policy.parse({ version: 1, rules: made });
  const compiled = new CompiledPolicy(policy);
  const text = JSON.stringify(policy);
  const nothing = { covering: () => null };
  const beside = { tagsOf: () => [], now: 0, home: '/home/me', grants: nothing, denials: nothing };
  const judge = median(() => void evaluate(action, { ...beside, policy: compiled }));
  const parse = median(() => void JSON.parse(text));
  say(`judging by ${rules} ${what}: ${judge.toFixed(3)} ms`);
  say(`  reading them as JSON: ${parse.toFixed(3)} ms, ratio ${(judge / parse).toFixed(2)}`);
}

function median(work: () => void): number {
  const times = Array.from({ length: repeats }, () => {
    const began = performance.now();
    work();
    return performance.now() - began;
  });
  return times.toSorted((a, b) => a - b)[Math.floor(repeats / 2)] ?? 0;
}

function someAction(): Action {
  const risk = { class: 'read', target: 'GitHub', verb: ['gh', 'pr', 'view'] };
  const common = { assigns: [], via: [], appended: false, writesTo: [], readsFrom: [] };
  const field = { field: 'token', sensitive: true, inject: 'environment', env: 'GITHUB_TOKEN', reference: null };
  return Action.parse({
    ...{ format: 2, nonce: '0'.repeat(32), client: { id: 'claude-code', name: 'Claude Code' }, session: null },
    caller: [{ pid: 1, startTime: '0', name: 'claude', exe: '/usr/bin/claude', cwd: null }],
    command: { kind: 'shell', shell: '/bin/sh', line: 'gh pr view 5' },
    ...{ canonical: '0'.repeat(64), commands: [{ words: ['gh', 'pr', 'view', '5'], ...common, risk }], risk: 'read' },
    ...{ hidden: [], hosts: ['api.github.com'], cwd: '/home/me/api', cwdId: '1', project: null, path: '/usr/bin' },
    secrets: [
      {
        id: '0'.repeat(32),
        name: 'github/token',
        version: 1,
        ...field,
        tier: 'run',
        longestYes: 'rule',
        description: '',
      },
    ],
    ...{ pathDiffers: false, executables: [], scripts: [], parsed: true, stdin: null, tty: true, timeoutMs: 1000 },
    ...{ maxOutputBytes: 1024, reason: null, frozenAt: 0 },
  });
}
