// Which HTTP status the gateway answers a fault with. SDKs try again at 408, 409, 429 and 5xx by themselves, so what a person
// decided is none of these.
import type { FaultCode } from './fault.ts';

/** What is not listed is a fault of Postern's own: 500. */
export function statusOf(code: FaultCode): number {
  return statuses.get(code) ?? (code.startsWith('reference_') ? 424 : 500);
}

/** 424: what the provider needs in Postern cannot be used as it is. Asking again changes nothing. */
const codesByStatus: Readonly<Record<number, readonly FaultCode[]>> = {
  400: ['bad_request', 'gateway_malformed', 'url_invalid', 'header_forbidden', 'scope_unknown', 'call_has_marker'],
  401: ['token_missing', 'token_unknown', 'agent_key_unknown'],
  403: [
    ...(['agent_paused', 'client_paused', 'client_denied', 'admin_needed', 'peer_refused'] as const),
    ...(['scope_missing', 'scope_not_approved', 'host_not_allowed', 'agent_refused'] as const),
    ...(['gateway_host_refused', 'gateway_browser_refused'] as const),
    ...(['call_denied', 'call_withdrawn', 'answer_not_accepted'] as const),
  ],
  404: ['gateway_path_unknown', 'provider_unknown', 'agent_unknown', 'unknown_secret'],
  405: ['gateway_method_unknown', 'method_forbidden'],
  408: ['frame_too_slow'],
  409: ['registration_waiting', 'agents_too_many', 'action_changed', 'provider_exists'],
  413: ['body_not_askable', 'text_too_large', 'message_too_large'],
  415: ['gateway_body_unread'],
  422: ['call_blocked'],
  423: ['locked', 'no_vault'],
  424: [
    ...(['hosts_missing', 'auth_pattern_missing', 'auth_field_missing', 'value_not_sendable'] as const),
    ...([
      'tier_forbids',
      'value_lost',
      'value_empty',
      'value_not_text',
      'field_unknown',
      'field_needed',
      'auth_clash',
    ] as const),
    ...(['totp_malformed', 'secret_too_short', 'secret_too_plain', 'provider_invalid'] as const),
  ],
  429: ['rate_limited', 'calls_too_many', 'too_many_requests', 'scan_too_often'],
  431: ['call_too_large'],
  502: ['upstream_unreachable', 'upstream_address_refused', 'upstream_untrusted', 'upstream_broken'],
  503: ['gateway_unavailable', 'audit_unwritable', 'disk_full', 'profile_readonly', 'vault_in_use'],
  504: ['upstream_timeout'],
};

const statuses: ReadonlyMap<FaultCode, number> = new Map(
  Object.entries(codesByStatus).flatMap(([status, codes]) => codes.map((code) => [code, Number(status)] as const)),
);
