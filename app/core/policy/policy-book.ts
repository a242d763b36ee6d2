// The policy in force, kept as one sealed record. SECURITY P9: nothing else is ever in force; a file is only a proposal.
import { z } from 'zod';
import type { AuditEvent } from '../../contract/audit.ts';
import type { CallAction } from '../../contract/call.ts';
import { BrokerError } from '../../contract/fault.ts';
import type { Reach } from '../../contract/lasting.ts';
import {
  emptyPolicy,
  type Policy,
  type PolicyChange,
  type PolicyProposal,
  type PolicyRule,
} from '../../contract/policy.ts';
import type { Action, RunRequest } from '../../contract/run.ts';
import type { RecordId, SecretName, Sha256 } from '../../contract/vocabulary.ts';
import { isCall } from '../calls/is-call.ts';
import { canonicalJson, sha256Hex } from '../crypto/digest.ts';
import { Listeners } from '../listeners.ts';
import type { Clock } from '../ports/clock.ts';
import type { Confirmation, Matter } from '../presence/person-check.ts';
import { isGlob } from '../secrets/name-glob.ts';
import { settingRecordId } from '../vault/record-seal.ts';
import { parseSealedJson } from '../vault/sealed-json.ts';
import { CompiledPolicy } from './compiled-policy.ts';
import { aliasedText, resolveAlias } from './env-aliases.ts';
import { denyingCallRule, narrowestCallRule } from './narrowest-call-rule.ts';
import { denyingRule, narrowestRule } from './narrowest-rule.ts';
import { policyChanges } from './policy-diff.ts';
import { readPolicy, withRule, writePolicy } from './policy-yaml.ts';
import { type NameOf, ruleWords } from './rule-words.ts';

/** The part of the vault that holds the policy. */
export interface PolicyRecords {
  record(kind: 'setting', id: RecordId): { readonly body: Buffer } | null;
  putRecord(kind: 'setting', id: RecordId, body: Buffer): number;
}

export interface PolicyBookParts {
  readonly records: PolicyRecords;
  readonly audit: { record(event: AuditEvent): void };
  readonly clock: Clock;
  /** For the words in the audit log. */
  readonly nameOf: NameOf;
}

export type PolicySource = 'file' | 'app' | 'approval';

/** What is confirmed for a looser policy: this very text in place of the one that was in force. */
export function policyMatter(digest: Sha256): Matter {
  return { purpose: 'policy', digest };
}

/** What is in force until the person says otherwise. */
export const firstPolicyText = `# What Postern allows, asks about and denies. Postern's own docs/policy.md explains every line.
# A change of this file is only a proposal: it counts once you accept it in Postern.
${writePolicy(emptyPolicy)}`;

export class PolicyBook {
  /** Told after every change, unlock and lock. */
  readonly changed = new Listeners();
  readonly #parts: PolicyBookParts;
  readonly #lastUsed = new Map<string, number>();
  #current = new CompiledPolicy(emptyPolicy);
  #text: string | null = null;

  constructor(parts: PolicyBookParts) {
    this.#parts = parts;
  }

  /** Locked, the empty one, under which everything is asked and nothing can run. */
  get current(): CompiledPolicy {
    return this.#current;
  }

  /** The policy in force as the person wrote or accepted it; null while locked. */
  get text(): string | null {
    return this.#text;
  }

  /** Called once the vault is unlocked. @throws BrokerError vault_corrupt; vault_newer: this version cannot read it */
  load(): void {
    const stored = this.#parts.records.record('setting', recordId);
    const text = stored === null ? firstPolicyText : parseSealedJson(SealedPolicy, stored.body.toString('utf8')).text;
    const read = readPolicy(text);
    if (read.kind === 'invalid') throw new BrokerError('vault_newer');
    this.#put(text, read.policy);
  }

  /** At a lock. */
  forget(): void {
    this.#text = null;
    this.#current = new CompiledPolicy(emptyPolicy);
    this.#lastUsed.clear();
    this.changed.notify();
  }

  /** What the text would change. Its digest is over both texts, so that a yes to it counts only in place of this policy. */
  proposal(text: string, policy: Policy, from: PolicyProposal['from']): PolicyProposal {
    const changes = policyChanges(this.#current.policy, policy, this.#parts.nameOf);
    return { from, digest: this.#digestOf(text), text, changes, looser: isLooser(changes) };
  }

  /**
   * SECURITY P9: a text that loosens anything takes a confirmation of `policyMatter`, which is used up.
   * @throws BrokerError policy_invalid, presence_needed, presence_used, locked, disk_full, profile_readonly, audit_unwritable
   */
  accept(text: string, from: PolicySource, yes: Confirmation | null): void {
    if (this.#text === null) throw new BrokerError('locked');
    if (text === this.#text) return;
    const read = readPolicy(text);
    if (read.kind === 'invalid') throw new BrokerError('policy_invalid');
    const changes = policyChanges(this.#current.policy, read.policy, this.#parts.nameOf);
    const loosened = isLooser(changes);
    if (loosened && yes === null) throw new BrokerError('presence_needed');
    if (loosened) yes?.use(policyMatter(this.#digestOf(text)));
    const { audit, clock, records } = this.#parts;
    const says = changes.slice(0, 100).map((change) => `${kinds[change.kind]}: ${change.says}`.slice(0, 500));
    // SECURITY P3: on record before it counts.
    audit.record({
      kind: 'policy.changed',
      at: clock.now(),
      from,
      digest: this.#digestOf(text),
      changes: says,
      loosened,
    });
    records.putRecord('setting', recordId, Buffer.from(JSON.stringify({ text })));
    this.#put(text, read.policy);
  }

  /** @throws BrokerError locked */
  textWith(rule: PolicyRule): string {
    if (this.#text === null) throw new BrokerError('locked');
    return withRule(this.#text, rule);
  }

  // What an answer to a question becomes when it is to last for good.

  /** The narrowest rule that says what a yes to this means; null: no rule says it. */
  ruleFor(action: Action | CallAction, reach: Reach, without: readonly SecretName[]): PolicyRule | null {
    if (isCall(action)) return narrowestCallRule(action, reach, this.#ids());
    return narrowestRule(action, reach, { without, taken: this.#ids() });
  }

  /** `reason`: what it is to say to the agent. null: nothing of the command could be read. */
  denialFor(action: Action | CallAction, reason: string | null): PolicyRule | null {
    if (isCall(action)) return denyingCallRule(action, reason, this.#ids());
    return denyingRule(action, reason, this.#ids());
  }

  wordsOf(rule: PolicyRule): string {
    return ruleWords(rule, this.#parts.nameOf);
  }

  canExpress(action: Action | CallAction): boolean {
    const reaches: readonly Reach[] = isCall(action) ? ['exact', 'alike', 'reads'] : ['exact'];
    return reaches.some((reach) => this.ruleFor(action, reach, []) !== null);
  }

  /** What the person confirms when they add this rule to this policy. @throws BrokerError locked */
  matterOf(rule: PolicyRule): Matter {
    return policyMatter(this.#digestOf(this.textWith(rule)));
  }

  /** Puts it at the end. `yes` null: it only denies. @throws BrokerError as `accept` */
  add(rule: PolicyRule, yes: Confirmation | null): void {
    this.accept(this.textWith(rule), 'approval', yes);
  }

  /** The name or glob that is meant, by the aliases of the request's environment. @throws BrokerError environment_unknown */
  nameIn({ environment }: Pick<RunRequest, 'environment'>, name: string): string {
    if (environment === undefined) return name;
    if (isGlob(name)) return aliasedText(this.#current.policy, environment, name);
    return resolveAlias(this.#current.policy, environment, name) ?? name;
  }

  /** `at`: milliseconds since 1970. Kept until the lock. */
  markUsed(id: string, at: number): void {
    this.#lastUsed.set(id, at);
  }

  /** null: not since the unlock. */
  lastUsedAt(id: string): number | null {
    return this.#lastUsed.get(id) ?? null;
  }

  #ids(): ReadonlySet<string> {
    return new Set(this.#current.policy.rules.map(({ id }) => id));
  }

  #digestOf(text: string): Sha256 {
    return sha256Hex(canonicalJson([this.#text, text]));
  }

  #put(text: string, policy: Policy): void {
    this.#text = text;
    this.#current = new CompiledPolicy(policy);
    this.changed.notify();
  }
}

const recordId = settingRecordId('policy');
const kinds = { added: 'Added', removed: 'Removed', changed: 'Changed' } as const;
const SealedPolicy = z.strictObject({ text: z.string() });

function isLooser(changes: readonly PolicyChange[]): boolean {
  return changes.some(({ looser }) => looser);
}
