// What the person's windows do with the policy. SECURITY P9: a change of the file, or one made in the app's own window, is a
// proposal; only `accept`, which no agent reaches, puts it in force.
import { BrokerError } from '../../contract/fault.ts';
import type {
  DryRunQuery,
  DryRunResult,
  PolicyFileState,
  PolicyProblem,
  PolicyProposal,
  PolicyRule,
  PolicyView,
  RuleSuggestion,
} from '../../contract/policy.ts';
import type { Sha256 } from '../../contract/vocabulary.ts';
import type { AnsweredRun } from '../approvals/prompt-log.ts';
import { Listeners } from '../listeners.ts';
import { type CallDryRunParts, dryRunCall } from '../policy/dry-run-call.ts';
import { type CommandDryRunParts, dryRunCommand } from '../policy/dry-run-command.ts';
import type { JudgedBeside } from '../policy/facts.ts';
import { firstPolicyText, type PolicyBook, policyMatter } from '../policy/policy-book.ts';
import { readPolicy } from '../policy/policy-yaml.ts';
import { builtInDenials } from '../policy/reasoning-words.ts';
import { type NameOf, otherWords, ruleWords } from '../policy/rule-words.ts';
import { suggestRules } from '../policy/suggestions.ts';
import type { Clock } from '../ports/clock.ts';
import type { Files } from '../ports/files.ts';
import type { PolicyFile } from '../ports/policy-file.ts';
import type { GivenProof, PersonCheck } from '../presence/person-check.ts';
import type { VaultWords } from '../redaction/vault-words.ts';

export interface PolicyDeskParts {
  readonly book: PolicyBook;
  readonly file: PolicyFile;
  readonly check: Pick<PersonCheck, 'confirm'>;
  readonly words: Pick<VaultWords, 'search'>;
  readonly secrets: CommandDryRunParts['secrets'] & CallDryRunParts['secrets'] & Pick<JudgedBeside, 'tagsOf'>;
  readonly files: Pick<Files, 'folder'>;
  readonly clients: CallDryRunParts['clients'];
  readonly agents: CallDryRunParts['agents'];
  readonly providers: CallDryRunParts['providers'];
  readonly nameOf: NameOf;
  /** What the person was asked since the unlock. */
  readonly asked: () => readonly AnsweredRun[];
  readonly clock: Clock;
  /** The real path of the person's home folder. */
  readonly home: string;
}

export class PolicyDesk {
  /** Told when the policy, its file or a proposal may be another one. */
  readonly changed = new Listeners();
  readonly #parts: PolicyDeskParts;
  /** Made in the app's own window; held in memory alone. */
  #own: { readonly text: string } | null = null;
  /** What was in force a moment ago, to know whether the file said just that. */
  #before: string | null = null;
  /** The last text of the file that was looked at: a large one takes a while to read. */
  #judged: { readonly text: string; readonly inForce: string; readonly state: PolicyFileState } | null = null;
  #differs = false;
  #unwritable = false;

  constructor(parts: PolicyDeskParts) {
    this.#parts = parts;
  }

  start(): void {
    const { book, file } = this.#parts;
    book.changed.add(() => this.#bookChanged());
    file.changed.add(() => this.#look());
  }

  /** The file says something else than what is in force, or cannot be read. false while locked. */
  get fileDiffers(): boolean {
    return this.#differs;
  }

  /** @throws BrokerError locked */
  view(): PolicyView {
    const { book, file, nameOf } = this.#parts;
    const { policy } = book.current;
    const rules = policy.rules.map((rule) => ({
      ...{ id: rule.id, action: rule.action, words: ruleWords(rule, nameOf) },
      ...{ note: rule.note ?? null, lastUsedAt: book.lastUsedAt(rule.id) },
    }));
    return {
      defaultAction: policy.default_action,
      ...{ rules, others: otherWords(policy), builtIn: builtInDenials },
      ...{ text: this.#inForce(), path: file.path, file: this.#fileState() },
    };
  }

  /** Grants, remembered denials and the hashes of files are left out of it. @throws BrokerError locked */
  async dryRun(query: DryRunQuery): Promise<DryRunResult> {
    this.#inForce();
    const { book, secrets, clock } = this.#parts;
    const tagsOf: JudgedBeside['tagsOf'] = (name) => secrets.tagsOf(name);
    const parts = { ...this.#parts, policy: book.current, now: clock.now(), tagsOf };
    return query.kind === 'command' ? await dryRunCommand(parts, query) : await dryRunCall(parts, query);
  }

  /** Empty: it is a policy. */
  check(text: string): readonly PolicyProblem[] {
    const read = readPolicy(text);
    return read.kind === 'invalid' ? read.problems : [];
  }

  /** Takes the place of an earlier one. @throws BrokerError policy_invalid, locked */
  propose(text: string): void {
    this.#inForce();
    if (this.check(text).length > 0) throw new BrokerError('policy_invalid');
    this.#own = { text };
    this.changed.notify();
  }

  /** The policy in force with this rule at its end. @throws BrokerError policy_invalid, locked */
  proposeRule(rule: PolicyRule): void {
    this.propose(this.#parts.book.textWith(rule));
  }

  /** From now on it is about the file, not about what was proposed in the app. */
  review(): void {
    this.#own = null;
    this.changed.notify();
  }

  /** The app's own one, or what the file says now. null: there is none, or Postern is locked. */
  proposal(): PolicyProposal | null {
    const { book } = this.#parts;
    if (book.text === null) return null;
    if (this.#own !== null && this.#own.text !== book.text) {
      const read = readPolicy(this.#own.text);
      return read.kind === 'policy' ? book.proposal(this.#own.text, read.policy, 'app') : null;
    }
    const state = this.#fileState();
    return state.kind === 'proposal' ? state.proposal : null;
  }

  /**
   * `digest`: of the proposal that was shown. SECURITY P11: a policy is a plain file, so it may hold no value of the vault.
   * @throws BrokerError policy_moved_on, policy_holds_value, policy_unwritable when it is in force and the file is not, and as
   * `PersonCheck.confirm` and `PolicyBook.accept`
   */
  async accept(digest: Sha256, proof: GivenProof | null, signal: AbortSignal): Promise<void> {
    const { text, from, looser } = this.#shown(digest);
    const { book, check, words } = this.#parts;
    if ((await words.search([text])).holds.length > 0) throw new BrokerError('policy_holds_value');
    const yes = looser ? await check.confirm(proof, policyMatter(digest), signal) : null;
    this.#shown(digest);
    this.#unwritable = false;
    book.accept(text, from, yes);
    if (this.#unwritable) throw new BrokerError('policy_unwritable');
  }

  /** @throws BrokerError policy_moved_on, policy_unwritable */
  discard(digest: Sha256): void {
    const { text, from } = this.#shown(digest);
    const { file } = this.#parts;
    const written = from === 'app' || (file.keepRejected(text) && file.write(this.#inForce()));
    if (from === 'app') this.#own = null;
    this.#look();
    if (!written) throw new BrokerError('policy_unwritable');
  }

  /** SECURITY P1, P11: none is made of a command that holds a value of the vault. @throws BrokerError locked */
  async suggestions(): Promise<readonly RuleSuggestion[]> {
    const { book, asked, nameOf, words } = this.#parts;
    const found = suggestRules(asked(), book.current.policy.rules, nameOf);
    const isClean = await Promise.all(
      found.map(async (each) => (await words.search([JSON.stringify(each)])).holds.length === 0),
    );
    return found.filter((_, at) => isClean[at]);
  }

  #shown(digest: Sha256): PolicyProposal {
    const proposal = this.proposal();
    if (proposal === null || proposal.digest !== digest) throw new BrokerError('policy_moved_on');
    return proposal;
  }

  #inForce(): string {
    const { text } = this.#parts.book;
    if (text === null) throw new BrokerError('locked');
    return text;
  }

  #fileState(): PolicyFileState {
    const read = this.#parts.file.read();
    if (read.kind === 'not_text') return notText;
    if (read.kind !== 'text') return read;
    const inForce = this.#inForce();
    if (read.text === inForce) return { kind: 'same' };
    if (this.#judged?.text !== read.text || this.#judged.inForce !== inForce) {
      this.#judged = { text: read.text, inForce, state: this.#judge(read.text) };
    }
    return this.#judged.state;
  }

  #judge(text: string): PolicyFileState {
    const read = readPolicy(text);
    if (read.kind === 'invalid') return { kind: 'invalid', problems: [...read.problems] };
    return { kind: 'proposal', proposal: this.#parts.book.proposal(text, read.policy, 'file') };
  }

  /** The file follows what is in force where it said that before; where it says something else, it is left alone. */
  #bookChanged(): void {
    const { book, file } = this.#parts;
    const [before, now] = [this.#before, book.text];
    this.#before = now;
    if (now === null) {
      this.#own = null;
      this.#judged = null;
    } else if (now !== before) {
      const said = file.read();
      const follows = said.kind === 'text' && before !== null && said.text === before;
      // Names of secrets stand in a policy, so a file that the person took away stays away.
      const first = said.kind === 'absent' && now === firstPolicyText;
      this.#unwritable = (follows || first) && !file.write(now);
      if (this.#own?.text === now) this.#own = null;
    }
    this.#look();
  }

  #look(): void {
    this.#differs = this.#parts.book.text !== null && !['same', 'absent'].includes(this.#fileState().kind);
    this.changed.notify();
  }
}

const notText: PolicyFileState = {
  kind: 'invalid',
  problems: [{ line: 1, column: 1, says: 'This is not text in UTF-8. Save it as UTF-8.' }],
};
