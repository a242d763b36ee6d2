// How grave an event of the audit log is for whoever watches it. Pure. Every kind of event stands here, so that a new one cannot be
// forgotten.
import type { AuditEvent } from './audit.ts';
import { assertNever } from './fault.ts';

/** 0: as always · 1: worth a look: refused, loosened, shown or removed · 2: somebody tried something, or the vault was tampered with. */
export type RiskLevel = 0 | 1 | 2;

export function riskLevelOf(event: AuditEvent): RiskLevel {
  switch (event.kind) {
    case 'vault.created':
    case 'vault.unlocked':
    case 'vault.locked':
    case 'session.shortened':
    case 'session.extended':
    case 'presence.confirmed':
    case 'client.asked':
    case 'client.paired':
    case 'client.resumed':
    case 'client.key_rotated':
    case 'client.output_set':
    case 'client.config_written':
    case 'client.looked_up':
    case 'commands.written':
    case 'secret.added':
    case 'secret.updated':
    case 'secret.brought_back':
    case 'secret.reference_confirmed':
    case 'secrets.imported':
    case 'backup.saved':
    case 'request.received':
    case 'approval.asked':
    case 'approval.allowed':
    case 'approval.expired':
    case 'approval.withdrawn':
    case 'rule.used':
    case 'grant.used':
    case 'run.started':
    case 'call.asked':
    case 'gateway.closed':
    case 'agent.asked':
    case 'agent.registered':
    case 'agent.resumed':
    case 'token.issued':
    case 'token.revoked':
    case 'admin.token_revoked':
    case 'admin.used':
    case 'provider.added':
      return 0;

    case 'unlock.failed':
    case 'presence.refused':
    case 'client.refused':
    case 'client.removed':
    case 'secret.removed':
    case 'secret.history_forgotten':
    case 'secret.revealed':
    case 'secrets.exported':
    case 'audit.exported':
    case 'keys.passphrase_changed':
    case 'keys.recovery_made':
    case 'keys.wrap_changed':
    case 'keys.rotated':
    case 'backup.restored':
    case 'approval.denied':
    case 'run.denied':
    case 'run.refused':
    case 'run.changed':
    case 'call.denied':
    case 'call.refused':
    case 'gateway.opened':
    case 'agent.refused':
    case 'agent.removed':
    case 'admin.token_issued':
    case 'provider.removed':
      return 1;

    case 'call.blocked':
    case 'audit.begun_anew':
    case 'rollback.accepted':
      return 2;

    case 'settings.changed':
    case 'client.limits_set':
    case 'policy.changed':
    case 'agent.limits_set':
    case 'provider.changed':
      return event.loosened ? 1 : 0;
    // What the person did not ask for, or what looked for values, was somebody's try.
    case 'client.paused':
    case 'agent.paused':
      return event.why === 'person' ? 1 : 2;
    case 'grant.revoked':
      return event.why === 'leaks' ? 1 : 0;
    case 'text.scanned':
      return event.secrets.length > 0 ? 1 : 0;
    // Something was taken out of what came back.
    case 'run.finished':
      return event.redactions.length > 0 || event.hiddenFindings !== undefined ? 1 : 0;
    case 'call.started':
      return event.method === 'DELETE' ? 1 : 0;
    case 'call.finished':
      if (event.end === 'blocked') return 2;
      return event.redactions.length > 0 || event.code !== null ? 1 : 0;
    case 'vault.repaired':
      return event.lost > 0 ? 2 : 1;
    case 'audit.verified':
      return event.whole ? 0 : 2;
    default:
      return assertNever(event);
  }
}
