// The audit log for an admin: filtered, page by page, so that nothing waits for a long one.
import type { ServerResponse } from 'node:http';
import { riskLevelOf } from '../contract/audit-risk.ts';
import { BrokerError } from '../contract/fault.ts';
import type { AuditLine, AuditQuery } from '../contract/gateway-answers.ts';
import type { LiveAdminToken } from '../core/gateway/admin-tokens.ts';
import { everyAnswer } from './answers.ts';
import type { GatewayAudit } from './gateway-parts.ts';

/** Opened at a time. */
const pageSize = 100;
const defaultLimit = 100;
const mostOfPage = 500;

export interface AuditSource {
  readonly audit: Pick<GatewayAudit, 'entries'>;
  readonly pause: () => Promise<void>;
}

export function wantsLines(query: AuditQuery, accept: string): boolean {
  return query.format === undefined ? /\bapplication\/x-ndjson\b/i.test(accept) : query.format === 'ndjson';
}

/** @throws BrokerError locked, token_unknown */
export async function auditPage(source: AuditSource, query: AuditQuery, token: LiveAdminToken) {
  const limit = Math.min(query.limit ?? defaultLimit, mostOfPage);
  const events: AuditLine[] = [];
  for await (const line of auditLines(source, query, token)) {
    if (events.length === limit) return { events, next: events.at(-1)?.sequence ?? null };
    events.push(line);
  }
  return { events, next: null };
}

/**
 * One line of JSON for each event. SECURITY P8: what ends it early, as a lock or the end of the token does, breaks the connection off at
 * once, so that nobody takes what came for all of it.
 * @throws BrokerError locked, token_unknown; call_withdrawn when the connection is gone
 */
export async function sendLines(
  response: ServerResponse,
  source: AuditSource,
  query: AuditQuery,
  token: LiveAdminToken,
): Promise<void> {
  const lines = auditLines(source, query, token);
  // A log that cannot be read is refused with a code, not broken off.
  let line = await lines.next();
  response.writeHead(200, { ...everyAnswer, 'Content-Type': 'application/x-ndjson; charset=utf-8' });
  const breakOff = () => response.destroy();
  token.signal.addEventListener('abort', breakOff);
  try {
    for (let left = query.limit ?? Number.POSITIVE_INFINITY; line.done !== true && left > 0; left -= 1) {
      await written(response, `${JSON.stringify(line.value)}\n`);
      token.requireStanding();
      line = await lines.next();
    }
    response.end();
  } finally {
    token.signal.removeEventListener('abort', breakOff);
  }
}

async function* auditLines(
  { audit, pause }: AuditSource,
  query: AuditQuery,
  token: LiveAdminToken,
): AsyncGenerator<AuditLine> {
  for (let before = query.before ?? null; ; ) {
    // SECURITY P8: nothing is opened for a token that is over.
    token.requireStanding();
    const page = audit.entries(before, pageSize);
    for (const { sequence, event } of page) {
      // What does not open is a sign of damage, so no filter hides it.
      const line = { sequence, risk: event === null ? 2 : riskLevelOf(event), event } as const;
      if (isWanted(line, query)) yield line;
    }
    if (page.length < pageSize) return;
    before = page.at(-1)?.sequence ?? 1;
    await pause();
  }
}

function isWanted({ risk, event }: AuditLine, { agent, type, risk: least }: AuditQuery): boolean {
  if (event === null) return true;
  if (risk < least) return false;
  if (agent !== undefined && !('client' in event && event.client.id === agent)) return false;
  return type === undefined || event.kind === type || event.kind.startsWith(`${type}.`);
}

function written(response: ServerResponse, text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const gone = () => reject(new BrokerError('call_withdrawn'));
    if (response.destroyed) return gone();
    response.once('close', gone);
    response.write(text, (cause) => {
      response.off('close', gone);
      if (cause) gone();
      else resolve();
    });
  });
}
