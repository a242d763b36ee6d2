// What decides about a run and remembers what was decided: the questions, grants and denials of a session, and the policy.
import { join } from 'node:path';
import { PolicyFileOnDisk } from '../adapters/policy-file.ts';
import type { Approvals } from '../core/approvals/approvals.ts';
import { Denials } from '../core/approvals/denials.ts';
import { LastAllowed } from '../core/approvals/last-allowed.ts';
import { PromptLog } from '../core/approvals/prompt-log.ts';
import { recordQuietly } from '../core/audit/record-quietly.ts';
import type { Clients } from '../core/clients/clients.ts';
import { Grants } from '../core/grants/grants.ts';
import { Answering } from '../core/person/answering.ts';
import { PolicyBook } from '../core/policy/policy-book.ts';
import type { SessionPart } from '../core/session/session.ts';
import { queueOfQuestions, type Unattended } from './unattended.ts';
import type { VaultRoom, VaultSurroundings } from './vault-room.ts';

export interface ApprovalRoom {
  readonly approvals: Approvals;
  readonly answering: Answering;
  readonly grants: Grants;
  readonly denials: Denials;
  readonly lastAllowed: LastAllowed;
  readonly prompts: PromptLog;
  readonly policy: PolicyBook;
  readonly policyFile: PolicyFileOnDisk;
  /** How they follow the vault through unlock and lock. */
  readonly part: SessionPart;
}

export function composeApprovals(
  { profile, clock, home, unattended }: VaultSurroundings & { readonly home: string; readonly unattended?: Unattended },
  { vault, audit, settings, check, words, randomness, log }: VaultRoom,
  clients: Clients,
): ApprovalRoom {
  const approvals = queueOfQuestions(clock, home, unattended);
  const grants = new Grants(clock, randomness);
  const denials = new Denials();
  const lastAllowed = new LastAllowed();
  const prompts = new PromptLog();
  const policy = new PolicyBook({ records: vault, audit, clock, nameOf: (id) => clients.nameOf(id) });
  const policyFile = new PolicyFileOnDisk(join(profile, 'policy.yaml'));
  const answering = new Answering({ approvals, settings, check, rules: policy, words });
  // What is allowed from now on answers the questions that wait, too.
  const recheck = (): void => {
    if (vault.state === 'unlocked') approvals.recheck();
  };
  grants.changed.add(recheck);
  policy.changed.add(recheck);
  const part: SessionPart = {
    unlocked: () => policy.load(),
    // SECURITY P4: no grant, no remembered answer and no policy outlives the keys; questions must be drawn anew.
    locked: () => {
      for (const grant of grants.revokeAll()) {
        const client = { id: grant.clientId, name: grant.clientName };
        recordQuietly(audit, log, { kind: 'grant.revoked', at: clock.now(), client, grant: grant.id, why: 'lock' });
      }
      denials.forget();
      lastAllowed.forget();
      prompts.forget();
      approvals.forgetCount();
      approvals.undrawAll();
      policy.forget();
    },
  };
  return { approvals, answering, grants, denials, lastAllowed, prompts, policy, policyFile, part };
}
