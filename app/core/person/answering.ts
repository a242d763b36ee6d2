// The person's answer to a question: what it takes beyond a click, and what it changes besides the question itself.
import type { Answer } from '../../contract/approval.ts';
import type { CallAction } from '../../contract/call.ts';
import { BrokerError } from '../../contract/fault.ts';
import type { Reach } from '../../contract/lasting.ts';
import type { PolicyRule } from '../../contract/policy.ts';
import type { Proof } from '../../contract/proof.ts';
import type { Action } from '../../contract/run.ts';
import type { RequestId, SecretName, Sha256 } from '../../contract/vocabulary.ts';
import type { Approvals } from '../approvals/approvals.ts';
import type { Confirmation, Matter, PersonCheck } from '../presence/person-check.ts';
import type { VaultWords } from '../redaction/vault-words.ts';
import type { SettingsBook } from '../settings/settings-book.ts';

export interface GivenAnswer {
  readonly id: RequestId;
  /** Of the action or list that was drawn; null for pairing, wishes and what is only told. */
  readonly digest: Sha256 | null;
  readonly answer: Answer;
  readonly proof: Proof | null;
}

/** Rules that answers turn into. */
export interface AnswerRules {
  /** The narrowest rule that says what a yes to this means; null: no rule does. */
  ruleFor(action: Action | CallAction, reach: Reach, without: readonly SecretName[]): PolicyRule | null;
  /** The rule that denies this command to this client for good. */
  denialFor(action: Action | CallAction, reason: string | null): PolicyRule | null;
  wordsOf(rule: PolicyRule): string;
  /** What the person confirms when they add this rule. */
  matterOf(rule: PolicyRule): Matter;
  /** `yes` null: the rule only denies. @throws BrokerError presence_needed, presence_used, audit_unwritable */
  add(rule: PolicyRule, yes: Confirmation | null): void;
}

export class Answering {
  readonly #approvals: Approvals;
  readonly #settings: SettingsBook;
  readonly #check: PersonCheck;
  readonly #rules: AnswerRules;
  readonly #words: VaultWords;

  constructor(parts: {
    readonly approvals: Approvals;
    readonly settings: SettingsBook;
    readonly check: PersonCheck;
    readonly rules: AnswerRules;
    readonly words: VaultWords;
  }) {
    this.#approvals = parts.approvals;
    this.#settings = parts.settings;
    this.#check = parts.check;
    this.#rules = parts.rules;
    this.#words = parts.words;
  }

  /** The rule that "always" would save for this question, before it is saved; null: no rule says exactly this. */
  ruleFor(
    id: RequestId,
    reach: Reach,
    without: readonly SecretName[],
  ): { readonly rule: PolicyRule; readonly words: string } | null {
    const action = this.#approvals.actionOf(id);
    const rule = action === null ? null : this.#rules.ruleFor(action, reach, without);
    return rule === null ? null : { rule, words: this.#rules.wordsOf(rule) };
  }

  /**
   * Whatever the answer needs before it counts. SECURITY P2: presence is confirmed for this very action or list. SECURITY P9: a
   * rule always takes more than a click. Returns what to do once it has counted: saving the rule that it becomes.
   * @throws BrokerError unknown_request when the answer does not count, rule_inexpressible, and as `PersonCheck.confirm`
   */
  async prepare({ id, digest, answer, proof }: GivenAnswer, signal: AbortSignal): Promise<() => void> {
    this.#requireAccepted({ id, digest, answer });
    const action = this.#approvals.actionOf(id);
    if (answer.kind === 'allow' && answer.lasting.kind === 'rule') {
      const rule = action === null ? null : this.#rules.ruleFor(action, answer.reach, answer.without);
      if (rule === null || (await this.#holdsValue(rule))) throw new BrokerError('rule_inexpressible');
      const yes = await this.#check.confirm(proof, this.#rules.matterOf(rule), signal);
      return () => this.#rules.add(rule, yes);
    }
    if (isYes(answer) && this.#needsPresence(action)) {
      const matter = { purpose: 'approval' as const, digest };
      (await this.#check.confirm(proof, matter, signal)).use(matter);
    }
    const isNever = answer.kind === 'deny' && answer.remember === 'rule' && action !== null;
    const reason = isNever && answer.reason !== null ? await this.#words.redact(answer.reason) : null;
    const denial = isNever ? this.#rules.denialFor(action, reason) : null;
    // Without a rule it is still denied for as long as the vault is open.
    return denial === null || (await this.#holdsValue(denial)) ? () => {} : () => this.#rules.add(denial, null);
  }

  /** SECURITY P11: policy.yaml is a plain file, so no rule is made of a command that holds a value of the vault. */
  async #holdsValue(rule: PolicyRule): Promise<boolean> {
    return (await this.#words.search([JSON.stringify(rule)])).holds.length > 0;
  }

  #requireAccepted({ id, digest, answer }: Omit<GivenAnswer, 'proof'>): void {
    if (!this.#approvals.accepts(id, digest, answer)) throw new BrokerError('unknown_request');
  }

  #needsPresence(action: Action | CallAction | null): boolean {
    const guarded = action?.secrets.some(({ tier }) => tier === 'guarded') ?? false;
    return guarded || this.#settings.current.presenceForEveryApproval;
  }
}

function isYes({ kind }: Answer): boolean {
  return kind === 'allow' || kind === 'several' || kind === 'admit';
}
