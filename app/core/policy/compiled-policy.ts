// A policy made ready to be asked: its patterns read once, its rules found by the programs they are about. Never changed.
import type { Policy } from '../../contract/policy.ts';
import type { CommandPattern } from './command-pattern.ts';
import type { Facts } from './facts.ts';
import { type CompiledRule, compilePatterns, compileRule, isOfCommands, programsOf } from './rule-match.ts';

export type CompiledRules = readonly CompiledRule[];

export class CompiledPolicy {
  readonly policy: Policy;
  /** The shorthands. */
  readonly allowed: readonly CommandPattern[];
  readonly denied: readonly CommandPattern[];
  readonly #rules: Readonly<Record<'allow' | 'ask' | 'deny', RuleIndex>>;

  readonly #callRules: Readonly<Record<'allow' | 'ask' | 'deny', CompiledRules>>;

  constructor(policy: Policy) {
    this.policy = policy;
    this.allowed = compilePatterns(policy.allowed_commands);
    this.denied = compilePatterns(policy.denied_commands);
    const rules = policy.rules.map(compileRule);
    const index = (action: 'allow' | 'ask' | 'deny') =>
      new RuleIndex(rules.filter(({ rule }) => rule.action === action));
    const ofCalls = (action: 'allow' | 'ask' | 'deny') =>
      rules.filter(({ rule }) => rule.action === action && !isOfCommands(rule));
    this.#callRules = { allow: ofCalls('allow'), ask: ofCalls('ask'), deny: ofCalls('deny') };
    this.#rules = { allow: index('allow'), ask: index('ask'), deny: index('deny') };
  }

  /** The rules of this kind that may hold for the action, in the order of the policy. */
  rulesFor(kind: 'allow' | 'ask' | 'deny', { programs }: Facts): readonly CompiledRule[] {
    return this.#rules[kind].about(programs);
  }

  /** The rules of this kind that may hold for a call of an API, in the order of the policy. */
  callRules(kind: 'allow' | 'ask' | 'deny'): CompiledRules {
    return this.#callRules[kind];
  }
}

class RuleIndex {
  readonly #rules: readonly CompiledRule[];
  readonly #byProgram = new Map<string, number[]>();
  readonly #others: number[] = [];

  constructor(rules: readonly CompiledRule[]) {
    this.#rules = rules;
    for (const [at, { commands }] of rules.entries()) {
      const programs = programsOf(commands);
      if (programs === null) this.#others.push(at);
      else for (const program of programs) this.#of(program).push(at);
    }
  }

  about(programs: ReadonlySet<string>): readonly CompiledRule[] {
    const found = [...programs].flatMap((program) => this.#byProgram.get(program) ?? []);
    const places = [...new Set([...found, ...this.#others])].sort((a, b) => a - b);
    return places.flatMap((at) => this.#rules[at] ?? []);
  }

  #of(program: string): number[] {
    const found = this.#byProgram.get(program) ?? [];
    this.#byProgram.set(program, found);
    return found;
  }
}
