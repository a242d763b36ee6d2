// What an agent asks the person for that is no run: a value that they type, a longer session, the audit log. Nothing of it
// happens without their yes.
import type { WishedSecret } from '../../contract/approval.ts';
import type { AuditClient } from '../../contract/audit-shapes.ts';
import { assertNever, BrokerError, faultCodeOf, faultMessages } from '../../contract/fault.ts';
import type { RequestOutcome, WaitingFor } from '../../contract/run.ts';
import type { OwnSecretView } from '../../contract/secret.ts';
import type { SecretName } from '../../contract/vocabulary.ts';
import type { ExportWish, LongerWish, SecretWish } from '../../contract/wish.ts';
import type { Asked, Settled } from '../approvals/waiting.ts';
import type { Asker } from '../clients/admission.ts';
import { requireTool } from '../clients/client-limits.ts';
import { visibleSecrets } from '../clients/visible-secrets.ts';
import type { Wanted } from '../runs/kept-requests.ts';
import type { RequestHandle } from '../runs/request-entry.ts';
import { cancelled } from '../runs/request-entry.ts';
import type { RunHouse } from '../runs/run-house.ts';
import { shownReason, shownWish } from '../runs/shown-action.ts';

export type Wish = Exclude<Wanted, { kind: 'run' | 'call' }>;

/** The house, and the session that may last longer. */
export interface WishHouse extends RunHouse {
  readonly session: { extend(ms: number): number };
}

/** One wish as the person is asked for it, and what their yes comes to. */
interface Petition {
  readonly kind: 'petition';
  readonly asked: Extract<Asked, { readonly kind: Wish['kind'] }>;
  readonly waitsFor: Extract<WaitingFor, 'approval' | 'value'>;
  /** Names in it, for the log. */
  readonly secrets: readonly SecretName[];
  /** How the log tells it from a wish for a new value; null: it is one. */
  readonly told: 'update' | 'longer' | 'export' | null;
  /** @throws BrokerError audit_unwritable; nothing happened then */
  granted(): RequestOutcome;
}

type Failed = Extract<RequestOutcome, { kind: 'failed' }>;

const hourMs = 3_600_000;
const toolOf = { wish: 'request_secret', longer: 'set_ttl', export: 'export_audit' } as const;

/** Never rejects for a coded fault: it becomes `failed`. SECURITY P1: what comes back is that it happened, never a value. */
export async function askForWish(
  house: WishHouse,
  asker: Asker,
  wish: Wish,
  handle: RequestHandle,
): Promise<RequestOutcome> {
  try {
    const admitted = await house.admission.admit(asker, handle);
    if (admitted.kind !== 'admitted') return handle.signal.aborted ? cancelled(handle.signal) : admitted;
    const client = { id: asker.hello.client, name: house.clients.nameOf(asker.hello.client) ?? asker.hello.client };
    const audited = { requestId: handle.id, client };
    // SECURITY P9: what it may use is known only now, of one that asked while it was locked.
    requireTool(house.clients.limitsOf(client.id), toolOf[wish.kind]);
    const petition = await petitionOf(house, wish, audited);
    if (petition.kind === 'failed') return petition;
    const { asked, waitsFor, secrets, told } = petition;
    house.audit.record({
      ...{
        kind: 'request.received',
        at: house.clock.now(),
        ...audited,
        secrets: [...secrets],
        command: null,
        cwd: null,
      },
      ...(told === null ? {} : { wish: told }),
    });
    handle.waitsFor(waitsFor);
    const from = { id: handle.id, clientId: client.id, askedAt: handle.askedAt, signal: handle.signal };
    const settled = await house.approvals.ask(from, asked);
    // SECURITY P8: it may have been paused while the person read.
    if (settled.kind === 'allow' && !house.admission.standing(asker)) throw new BrokerError('client_denied');
    return await answered(house, petition, settled, { handle, audited });
  } catch (thrown) {
    return failed(thrown);
  }
}

interface Audited {
  readonly requestId: RequestHandle['id'];
  readonly client: AuditClient;
}

async function petitionOf(house: WishHouse, wish: Wish, audited: Audited): Promise<Petition | Failed> {
  switch (wish.kind) {
    case 'wish':
      return valuePetition(house, wish.wish, audited.client);
    case 'longer':
      return longerPetition(house, wish.wish, audited);
    case 'export':
      return exportPetition(house, wish.wish, audited);
    default:
      return assertNever(wish);
  }
}

/** The person types it. A secret that the client may not see is for the person to know of, and for the client as if it were not there. */
async function valuePetition(house: WishHouse, wanted: SecretWish, client: AuditClient): Promise<Petition | Failed> {
  const wish = await shownWish(house.words, wanted);
  const visible = visibleSecrets(house, client.id).describe([wish.name]);
  const [secret] = visible.found;
  if (wish.update === true && secret === undefined) {
    const names = { about: [...visible.unknown], near: [...visible.near] };
    return { kind: 'failed', code: 'unknown_secret', message: faultMessages.unknown_secret, ...names };
  }
  return {
    kind: 'petition',
    asked: { kind: 'wish', wish, clientName: client.name, there: thereOf(house, secret, wish.name) },
    waitsFor: 'value',
    secrets: [wish.name],
    told: wish.update === true ? 'update' : null,
    granted: () => {
      const [saved] = house.secrets.describe([wish.name]).found;
      const env = saved?.fields.find((field) => field.env !== null)?.env ?? null;
      return { kind: 'added', name: saved?.name ?? wish.name, env };
    },
  };
}

function thereOf(house: WishHouse, secret: OwnSecretView | undefined, name: SecretName): WishedSecret {
  if (secret !== undefined) return { kind: 'known', secret };
  return { kind: house.secrets.describe([name]).found.length > 0 ? 'hidden' : 'none' };
}

async function longerPetition(house: WishHouse, wanted: LongerWish, audited: Audited): Promise<Petition> {
  const wish = { hours: wanted.hours, ...(await shownReason(house.words, wanted.reason)) };
  return {
    kind: 'petition',
    asked: { kind: 'longer', wish, clientName: audited.client.name },
    waitsFor: 'approval',
    secrets: [],
    told: 'longer',
    granted: () => {
      // SECURITY P3: on record first.
      house.audit.record({ kind: 'session.extended', at: house.clock.now(), ...audited, hours: wish.hours });
      return { kind: 'extended', until: house.session.extend(wish.hours * hourMs) };
    },
  };
}

async function exportPetition(house: WishHouse, wanted: ExportWish, audited: Audited): Promise<Petition> {
  const wish = await shownReason(house.words, wanted.reason);
  return {
    kind: 'petition',
    asked: { kind: 'export', wish, clientName: audited.client.name },
    waitsFor: 'approval',
    secrets: [],
    told: 'export',
    granted: () => {
      house.audit.record({ kind: 'audit.exported', at: house.clock.now(), ...audited });
      return { kind: 'permitted' };
    },
  };
}

/** Puts a no on record; a yes is put there by what it does. */
async function answered(
  house: WishHouse,
  { granted, waitsFor }: Petition,
  settled: Settled,
  { handle, audited }: { readonly handle: RequestHandle; readonly audited: Audited },
): Promise<RequestOutcome> {
  const at = house.clock.now();
  const action = null;
  switch (settled.kind) {
    case 'allow':
      return granted();
    case 'deny':
    case 'not_mine': {
      const said = settled.kind === 'deny' ? settled.reason : null;
      const reason = said === null ? null : (await house.words.redact(said)).slice(0, 500);
      house.audit.record({ kind: 'approval.denied', at, ...audited, action, reason, remember: 'no' });
      return { kind: 'denied', by: 'person', reason };
    }
    case 'absent':
      house.audit.record({ kind: 'run.denied', at, ...audited, action, by: 'headless', says: '' });
      return { kind: 'denied', by: 'headless', reason: null };
    case 'expired':
      house.audit.record({ kind: 'approval.expired', at, ...audited, action });
      return { kind: 'expired', waitedFor: waitsFor };
    case 'withdrawn':
    case 'decided': {
      const outcome = cancelled(handle.signal);
      house.audit.record({ kind: 'approval.withdrawn', at, ...audited, action, by: outcome.by });
      return outcome;
    }
    default:
      return assertNever(settled);
  }
}

function failed(thrown: unknown): Failed {
  const code = faultCodeOf(thrown);
  return { kind: 'failed', code, message: faultMessages[code] };
}
