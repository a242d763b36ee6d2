// Whether a request is one of those that a rule names. What allows fits exactly; what warns also fits where a server would see the
// same that does not tell capitals apart, or takes the end of the path for the format of its answer.
import type { CallMethod, CallRule, Provider } from '../../contract/provider.ts';

type Removing = Pick<Provider, 'deletes'>;
type Disclosing = Pick<Provider, 'discloses'>;

/** `steps`: decoded, of `readPath`, counted from where the rule counts. */
export function fitsRule({ methods, path }: CallRule, method: CallMethod, steps: readonly string[]): boolean {
  return methods.includes(method) && fitsPath(path, steps);
}

export function fitsAny(rules: readonly CallRule[], method: CallMethod, steps: readonly string[]): boolean {
  return rules.some((rule) => fitsRule(rule, method, steps));
}

/** For rules that deny or make Postern ask: capitals do not matter, and neither does `.json` at the end. */
export function catchesAny(rules: readonly CallRule[], method: CallMethod, steps: readonly string[]): boolean {
  const lower = steps.map((step) => step.toLowerCase());
  const seen = lower.length === 0 ? [lower] : [lower, lower.with(-1, (lower.at(-1) ?? '').replace(format, ''))];
  return rules.some(({ methods, path }) => {
    return methods.includes(method) && seen.some((each) => fitsPath(path.toLowerCase(), each));
  });
}

/** Rails, Grape and others answer `/keys.json` as `/keys`. */
const format = /\.(?:jsonp?|xml|ya?ml|html?|txt|csv|atom|rss)$/;

/** It removes something: SECURITY P2: no scope allows it without a question. */
export function removes(provider: Removing, method: CallMethod, steps: readonly string[]): boolean {
  return method === 'DELETE' || catchesAny(provider.deletes, method, steps);
}

/** Its answer is a credential: SECURITY P2: no scope allows it without a question. */
export function discloses(provider: Disclosing, method: CallMethod, steps: readonly string[]): boolean {
  return catchesAny(provider.discloses, method, steps);
}

/** Whether a path of a rule can fit anything: no empty step, no step of dots, `**` only as the last one, and nothing encoded. */
export function isPathPattern(path: string): boolean {
  if (!/^\/[\x21-\x7e]*$/.test(path) || /[%?#;\\]/.test(path)) return false;
  const steps = stepsOf(path);
  return steps.every((step, at) => step !== '' && !/^\.+$/.test(step) && isStarred(step, at === steps.length - 1));
}

function isStarred(step: string, isLast: boolean): boolean {
  return !step.includes('**') || (step === '**' && isLast);
}

function stepsOf(path: string): string[] {
  const steps = path.slice(1).split('/');
  if (steps.at(-1) === '') steps.pop();
  return steps;
}

function fitsPath(path: string, steps: readonly string[]): boolean {
  const wanted = stepsOf(path);
  const isOpen = wanted.at(-1) === '**';
  if (isOpen) wanted.pop();
  if (isOpen ? steps.length < wanted.length : steps.length !== wanted.length) return false;
  return wanted.every((pattern, at) => fitsStep(pattern, steps[at] ?? ''));
}

/** Each piece between stars at its first place after the one before; the last one at the end. Linear, so never a trap. */
function fitsStep(pattern: string, step: string): boolean {
  const [first = '', ...rest] = pattern.split('*');
  const last = rest.pop();
  if (last === undefined) return pattern === step;
  if (!step.startsWith(first)) return false;
  let at = first.length;
  for (const piece of rest) {
    const found = step.indexOf(piece, at);
    if (found === -1) return false;
    at = found + piece.length;
  }
  return step.length - last.length >= at && step.endsWith(last);
}
