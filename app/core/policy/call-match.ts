// Whether a rule holds for a call of an API. SECURITY P2: a rule that allows must fit every secret of it; one that denies or asks
// needs one. A rule that names what only commands have fits no call.
import type { CallAction } from '../../contract/call.ts';
import { readPath } from '../calls/call-path.ts';
import { catchesAny, fitsAny } from '../calls/call-rule.ts';
import type { JudgedBeside, SecretFact } from './facts.ts';
import { isHost } from './places.ts';
import { type CompiledRule, isOfCommands, isSecret } from './rule-match.ts';
import { holdsAt, type Moment, momentOf } from './rule-times.ts';

/** What a call is judged by, gathered once. */
export interface CallFacts {
  readonly call: CallAction;
  readonly secrets: readonly SecretFact[];
  readonly steps: readonly string[];
  readonly moment: Moment;
}

export function callFacts(call: CallAction, { tagsOf, now }: Omit<JudgedBeside, 'home'>): CallFacts {
  return {
    call,
    secrets: call.secrets.map(({ name, tier }) => ({ name, tier, tags: tagsOf(name) })),
    // Of a path that cannot be read no rule holds that names one; none such is ever frozen.
    steps: readPath(call.path) ?? [],
    moment: momentOf(now),
  };
}

export function allowsCall(compiled: CompiledRule, facts: CallFacts): boolean {
  return isAbout(compiled, facts, fitsAny) && facts.secrets.every((secret) => isSecret(compiled, secret));
}

/** For rules that deny or ask. */
export function restrictsCall(compiled: CompiledRule, facts: CallFacts): boolean {
  return isAbout(compiled, facts, catchesAny) && facts.secrets.some((secret) => isSecret(compiled, secret));
}

function isAbout({ rule }: CompiledRule, { call, steps, moment }: CallFacts, fits: typeof fitsAny): boolean {
  const { methods = [call.method], paths, hosts, clients, risk } = rule;
  return (
    !isOfCommands(rule) &&
    (risk === undefined || risk.includes(call.risk)) &&
    (clients === undefined || clients.includes(call.client.id)) &&
    (hosts === undefined || hosts.some((pattern) => isHost(pattern, call.host))) &&
    methods.includes(call.method) &&
    (paths === undefined ||
      fits(
        paths.map((path) => ({ methods: [call.method], path })),
        call.method,
        steps,
      )) &&
    holdsAt(rule, moment)
  );
}
