// What a yes to a call of an API would allow, what the call does, and what about it deserves a second look, in words. Pure.
import type { OnceOnly } from '../../../app/contract/approval.ts';
import type { CallAction, CallBody } from '../../../app/contract/call.ts';
import { assertNever } from '../../../app/contract/fault.ts';
import { AgentId } from '../../../app/contract/gateway.ts';
import type { Reach } from '../../../app/contract/lasting.ts';
import type { RiskClass } from '../../../app/contract/risk.ts';
import { hiddenCount, visiblePieces } from '../../../app/contract/visible-text.ts';
import { byteWords } from '../paths.ts';
import { untilWords } from './allowance-words.ts';
import type { AnswerWords, SaidLasting } from './answer-words.ts';
import type { Said } from './said.ts';
import { codes } from './said.ts';

/** `times`: so many of the same wait for the answer. */
export function callAnswerWords(call: CallAction, times: number): AnswerWords {
  return {
    allowance: (lasting, reach) => allowanceWords(call, lasting, reach, times),
    reach: (reach) => reachWords(call, reach),
    readOn: ['Allow all that only reads at ', { code: call.host }, ', this session'],
    onceOnly: onceOnlyWords,
    reasons: ['Not now', 'Wrong address', 'Use another secret', 'Explain first why you need it'],
    to: 'allow this request',
    undone: 'sent',
  };
}

export const callRiskWords: Readonly<Record<RiskClass, string>> = {
  read: 'Only reads',
  write: 'Changes something',
  delete: 'Deletes',
  disclose: 'Shows a credential',
  unknown: 'Effects unknown',
};

/** What is not plain to see in the address; each warns. */
export function callWarnings({ host, path, query, privateAddress }: CallAction): readonly Said[] {
  const hidden = hiddenCount(visiblePieces(`${host} ${path} ${query}`));
  return [
    ...(isPunycode(host)
      ? [
          [
            'The name of the host is in letters of another alphabet (',
            { code: 'xn--' },
            '), which may imitate another.',
          ],
        ]
      : []),
    ...(hidden === 0 ? [] : [['What is hidden in the address or imitates something else is shown as codes.']]),
    ...(privateAddress ? [['You let this provider lie on this computer or in a private network.']] : []),
  ];
}

/** A part of the host's name is not in ASCII, and stands there in its coded form. */
export function isPunycode(host: string): boolean {
  return host.split('.').some((label) => label.toLowerCase().startsWith('xn--'));
}

/** What stands encoded in the address, as it reads: the path, and each parameter. null: nothing of the path is encoded. */
export function readable({ path, query }: Pick<CallAction, 'path' | 'query'>): {
  readonly path: string | null;
  readonly parameters: readonly (readonly [string, string])[];
} {
  const parts = query === '' ? [] : query.split('&');
  return {
    path: path.includes('%') ? decoded(path) : null,
    parameters: parts.map((part) => {
      const [name = '', ...value] = part.split('=');
      return [decoded(name.replaceAll('+', ' ')), decoded(value.join('=').replaceAll('+', ' '))];
    }),
  };
}

/** `1.2 KiB of application/json` */
export function bodyWords({ bytes, type }: Pick<CallBody, 'bytes' | 'type'>): Said {
  return type === null ? [`${byteWords(bytes)}, of no named type`] : [`${byteWords(bytes)} of `, { code: type }];
}

/** Whether the beginning that is shown is all of it. */
export function isWhole({ bytes, start }: CallBody): boolean {
  return start !== null && new TextEncoder().encode(start).length === bytes;
}

function allowanceWords(call: CallAction, lasting: SaidLasting, reach: Reach, times: number): Said {
  if (lasting.kind === 'once') {
    return [`Allows exactly this request, ${times === 1 ? 'one time' : `once for each of ${times} requests`}.`];
  }
  const names = codes(
    call.secrets.map(({ name }) => name),
    3,
    (count) => `these ${count} secrets`,
  );
  return ['Allows ', ...reachedWords(call, reach), ', with ', ...names, `, ${lastsWords(call, lasting)}.`];
}

/** Of an agent of the gateway, its token is its session. */
function lastsWords({ client }: CallAction, lasting: SaidLasting): string {
  const words = untilWords(lasting);
  if (!AgentId.safeParse(client.id).success) return words;
  return lasting.kind === 'session'
    ? 'until its token ends or Postern locks'
    : `${words}, and no longer than its token`;
}

function reachWords(call: CallAction, reach: Reach): Said {
  switch (reach) {
    case 'exact':
      return ['Exactly this request'];
    case 'alike':
      return [addressOf(call), ' with any content'];
    case 'reads':
      return ['Anything that only reads at ', { code: call.host }];
    default:
      return assertNever(reach);
  }
}

function reachedWords(call: CallAction, reach: Reach): Said {
  switch (reach) {
    case 'exact':
      return ['exactly this request'];
    case 'alike':
      return [addressOf(call), ' with any content'];
    case 'reads':
      return ['anything that only reads at ', { code: call.host }];
    default:
      return assertNever(reach);
  }
}

/** The query is part of the content. */
function addressOf({ method, host, path }: CallAction): { readonly code: string } {
  return { code: `${method} ${host}${path}` };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

const onceOnlyWords: Readonly<Record<OnceOnly, string>> = {
  unparsed: 'Once is all there is: Postern could not read this request whole.',
  caller: 'Once is all there is: the program that asks could not be identified.',
  guarded: 'Once is all there is: a guarded secret asks every time.',
  disclosure: 'Once is all there is: a request that shows a credential asks every time.',
  secret: 'Once is all there is: you set one of these secrets to be allowed once at a time.',
};
