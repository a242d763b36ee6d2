// The part of a call in which plaintext exists: inject, send, redact, hand on. Nothing of the answer leaves it unredacted.
import type { CallSecret } from '../../contract/call.ts';
import { BrokerError, type FaultCode, faultCodeOf, faultMessages } from '../../contract/fault.ts';
import type { SecretName } from '../../contract/vocabulary.ts';
import { wipe } from '../crypto/wipe.ts';
import { digestOf } from '../runs/action.ts';
import { type FieldInUse, fieldsInUse, requireSearchable } from '../runs/injection.ts';
import { cancelled } from '../runs/request-entry.ts';
import { totpCode } from '../totp/totp.ts';
import { redactBody, redactHeaders } from './answer-redaction.ts';
import { type AuthParts, applyAuth } from './auth-parts.ts';
import { returnedHeaders } from './call-headers.ts';
import type { CallHouse, CallOutcome, CallSink, CallWish } from './call-house.ts';
import { readBase } from './call-url.ts';
import type { HeldBody } from './held-body.ts';
import { type AllowedCall, type AskedCall, type CallHandle, placed } from './judge-call.ts';
import { CallBlocked } from './request-scan.ts';

export interface Sending {
  readonly asked: AskedCall;
  readonly allowed: AllowedCall;
  readonly wish: CallWish;
  readonly held: HeldBody;
  readonly handle: CallHandle;
  readonly sink: CallSink;
}

/** @throws BrokerError audit_unwritable, action_changed, value_lost, secret_too_short, secret_too_plain; nothing was sent then */
export function sendCall(house: CallHouse, sending: Sending): Promise<CallOutcome | CallBlocked> {
  const { asked, allowed, held, handle } = sending;
  const { call } = asked;
  const ids = [...new Set(call.secrets.map(({ id }) => id))];
  return house.secrets.withRevealed(ids, async (revealed) => {
    // SECURITY P10: of the version that was allowed.
    const fields = fieldsInUse(call.secrets, revealed);
    for (const field of fields) requireSearchable(field);
    // SECURITY P3: no record, no call; asking another store for a value counts as part of it.
    const { provider, scope } = call;
    await house.audit.record({
      ...{ kind: 'call.started', ...placed(house, asked.shown, handle), action: digestOf(call), provider, scope },
      secrets: [...new Set(call.secrets.map(({ name }) => name))],
      ...{ by: allowed.by, bodyBytes: held.kind === 'streamed' ? null : held.kind === 'none' ? 0 : held.bytes.length },
    });
    const startedAt = house.clock.now();
    const sent = new Sent();
    const fault = await attempt(house, sending, fields, sent);
    const durationMs = Math.max(0, house.clock.now() - startedAt);
    const redactions = Array.from(sent.redactions, ([name, count]) => ({ name, count }));
    house.audit.note({
      ...{ kind: 'call.finished', at: house.clock.now(), requestId: handle.id, client: call.client },
      ...{ status: sent.status, end: endOf(fault, handle.signal), code: fault, durationMs, redactions },
      ...{ sentBytes: sent.bytes, answerBytes: sent.answerBytes },
    });
    if (allowed.grant !== null && redactions.length > 0) endLeaking(house, allowed.grant);
    if (sent.blocked !== null) return sent.blocked;
    if (handle.signal.aborted) return cancelled(handle.signal);
    if (fault !== null || sent.status === null) {
      const code = fault ?? 'internal';
      return { kind: 'failed', code, message: faultMessages[code] };
    }
    return { kind: 'answered', status: sent.status, answerBytes: sent.answerBytes, redactions, durationMs };
  });
}

/** A grant whose answers bring secrets back again and again ends: the next call asks the person. */
function endLeaking({ grants, audit, clock }: CallHouse, id: string): void {
  const ended = grants.leaked(id);
  if (ended === null) return;
  const client = { id: ended.clientId, name: ended.clientName };
  audit.note({ kind: 'grant.revoked', at: clock.now(), client, grant: id, why: 'leaks' });
}

/** What is known of a call while it goes on. */
class Sent {
  status: number | null = null;
  bytes = 0;
  answerBytes = 0;
  blocked: CallBlocked | null = null;
  readonly redactions = new Map<SecretName, number>();

  redacted(counts: ReadonlyMap<SecretName, number>): void {
    for (const [name, count] of counts) this.redactions.set(name, (this.redactions.get(name) ?? 0) + count);
  }
}

/** Never rejects, so that every call that was recorded as started is recorded as finished. null: it went through. */
async function attempt(
  house: CallHouse,
  sending: Sending,
  held: readonly FieldInUse<CallSecret>[],
  sent: Sent,
): Promise<FaultCode | null> {
  const resolved: FieldInUse<CallSecret>[] = [];
  try {
    for (const about of sending.asked.call.secrets) {
      if (about.reference === null) continue;
      const value = await house.references.resolve(about.reference, sending.handle.signal, 'text');
      resolved.push({ about, value });
      requireSearchable({ about, value });
    }
    await exchange(house, sending, [...held, ...resolved], sent);
    return null;
  } catch (thrown) {
    if (thrown instanceof CallBlocked) sent.blocked = thrown;
    return faultCodeOf(thrown);
  } finally {
    wipe(...resolved.map(({ value }) => value));
  }
}

async function exchange(
  house: CallHouse,
  sending: Sending,
  fields: readonly FieldInUse<CallSecret>[],
  sent: Sent,
): Promise<void> {
  const { asked, allowed, wish, held, handle, sink } = sending;
  const { call } = asked;
  for (const { about, value } of fields) {
    if (about.sensitive) house.released.add(about.name, value);
    house.secrets.markUsed(about.id, house.clock.now());
  }
  // SECURITY P12: what the answer is searched by is there before anything is sent.
  const matcher = await house.released.matcher();
  const { headers, query, steps } = carried(wish, fields, house.clock.now());
  const queries = [...(call.query === '' ? [] : [call.query]), ...query.map(([name, value]) => `${name}=${value}`)];
  const path = pathWith(steps, call.path, wish.provider);
  const incoming = await house.forwarder.forward(
    {
      ...{ method: call.method, host: call.host, privateAddress: call.privateAddress, timeoutMs: allowed.timeoutMs },
      target: queries.length === 0 ? path : `${path}?${queries.join('&')}`,
      headers: [...call.headers, ...headers],
      body: outgoingBody(house, held, sent),
    },
    handle.signal,
  );
  sent.status = incoming.status;
  const head = redactHeaders(matcher, returnedHeaders(incoming.headers));
  sent.redacted(head.counts);
  sink.head(incoming.status, head.headers);
  const body = redactBody(matcher, incoming.body, incoming.headers);
  try {
    for await (const part of body.parts) {
      sent.answerBytes += part.length;
      await sink.part(part);
    }
  } finally {
    sent.redacted(body.counts());
  }
  // A body that was refused while the API answered already is blocked all the same.
  if (sent.blocked !== null) throw sent.blocked;
}

function outgoingBody(house: CallHouse, held: HeldBody, sent: Sent): Uint8Array | AsyncIterable<Uint8Array> | null {
  switch (held.kind) {
    case 'none':
      return null;
    case 'whole':
      sent.bytes = held.bytes.length;
      return held.bytes;
    case 'streamed':
      return counted(house.scan.stream(held.parts), sent);
  }
}

async function* counted(parts: AsyncIterable<Uint8Array>, sent: Sent): AsyncGenerator<Uint8Array> {
  try {
    for await (const part of parts) {
      sent.bytes += part.length;
      yield part;
    }
  } catch (thrown) {
    if (thrown instanceof CallBlocked) sent.blocked = thrown;
    throw thrown;
  }
}

/** The secrets in their places. @throws BrokerError value_not_sendable, auth_field_missing */
function carried({ secrets }: CallWish, fields: readonly FieldInUse<CallSecret>[], now: number): AuthParts {
  const each = secrets.map(({ secret, auth }) => {
    return applyAuth(auth, secret, (field) => {
      const found = fields.find(({ about }) => about.id === secret.id && about.field === field);
      if (found === undefined) throw new BrokerError('auth_field_missing');
      const text = found.value.toString('utf8');
      return found.about.inject === 'totp' ? totpCode(text, now) : text;
    });
  });
  return {
    headers: each.flatMap(({ headers }) => headers),
    query: each.flatMap(({ query }) => query),
    steps: each.flatMap(({ steps }) => steps),
  };
}

/** The steps of a secret stand between the base path of the provider and the rest: `/bot…/sendMessage`. */
function pathWith(steps: readonly string[], path: string, provider: CallWish['provider']): string {
  if (steps.length === 0) return path;
  const base = provider === null ? '' : (readBase(provider.baseUrl)?.path ?? '');
  return `${base}/${[...steps, path.slice(base.length + 1)].join('/')}`;
}

function endOf(fault: FaultCode | null, signal: AbortSignal) {
  if (fault === null) return 'answered';
  if (fault === 'call_blocked') return 'blocked';
  if (signal.aborted) return 'aborted';
  return fault === 'upstream_timeout' ? 'timed_out' : 'failed';
}
