// What a model is told of each refusal of an HTTP request: whether asking again makes sense, and what to do instead.
import type { CallFinding } from '../app/contract/call-outcome.ts';
import type { FaultCode } from '../app/contract/fault.ts';
import { faultMessages } from '../app/contract/fault.ts';
import type { Retry, ToolOutput } from '../app/contract/tool-schemas.ts';

const personSets = 'Tell the person: they set it in the secret, in Postern. Then call again.';
const mayHaveArrived =
  'The request may have arrived. Unless it only reads, check what it would have changed before you call again.';

export const callAdvice: Partial<Record<FaultCode, readonly [retry: Retry, next: string]>> = {
  url_invalid: [
    'changed',
    'Give a plain "https://host/path?query". Write each path step as it is, without encoded dots or slashes.',
  ],
  method_forbidden: ['changed', 'Use GET, HEAD, POST, PUT, PATCH or DELETE.'],
  header_forbidden: ['changed', 'Leave out the headers in "about". The secret adds its sign-in by itself.'],
  host_not_allowed: [
    'changed',
    'Use one of the hosts in "near". If another host is right, tell the person: they set the allowed hosts in the secret.',
  ],
  hosts_missing: ['later', personSets],
  auth_pattern_missing: ['later', personSets],
  auth_field_missing: ['later', personSets],
  auth_clash: ['changed', 'Name only one of the secrets.'],
  value_not_sendable: ['no', 'Tell the person: the value of this secret cannot be sent in this way.'],
  call_has_marker: [
    'changed',
    'Take the [REDACTED:…] out. Name the secret in "secrets"; Postern adds it by itself, and nothing stands for it in the request.',
  ],
  call_blocked: ['changed', 'Take the secret out of url, headers and body, and call again.'],
  body_not_askable: ['changed', 'Send a smaller body, at most 1 MiB.'],
  call_too_large: ['changed', 'Send fewer or shorter headers, or a shorter url.'],
  calls_too_many: ['later', 'Wait for the requests under way to end, then call again.'],
  upstream_unreachable: [
    'later',
    'Check the host name. The API may be down: call again in a while, or tell the person.',
  ],
  upstream_address_refused: [
    'no',
    'Use a command for a host on this computer or in a private network, or tell the person.',
  ],
  upstream_untrusted: [
    'no',
    'Tell the person: this may be the wrong host, or someone stands between. Do not go round it.',
  ],
  upstream_timeout: ['later', `${mayHaveArrived} If it needs longer, set timeout_seconds.`],
  upstream_broken: ['later', mayHaveArrived],
};

const findingWords: Readonly<Record<CallFinding, string>> = {
  vault_value: "a value of one of the person's secrets",
  secret_shape: 'text that looks like a secret',
};

/** SECURITY P1: what kind of thing it was; never which, and never where. */
export function blocked(findings: readonly CallFinding[]): ToolOutput {
  return {
    status: 'blocked',
    code: 'call_blocked',
    message: faultMessages.call_blocked,
    blocked_for: [...findings],
    retry: 'changed',
    next: `It held ${findings.map((finding) => findingWords[finding]).join(' and ')}. Take that out of url, headers and body; secrets go in by their names. Do not try pieces: requests that hold secrets again and again pause you.`,
  };
}
