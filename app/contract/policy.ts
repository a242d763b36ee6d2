// The policy: what the person decided once for all. Written as `policy.yaml`, kept sealed; only what they accepted is in force.
import { z } from 'zod';
import { callLimits } from './call.ts';
import { FaultCode } from './fault-code.ts';
import { CallMethod, Scope } from './provider.ts';
import { RiskClass } from './risk.ts';
import { ActionFile } from './run.ts';
import { ClientId, EpochMs, SecretName, Sha256, Tier } from './vocabulary.ts';

export const policyLimits = { fileBytes: 1_048_576, rules: 2000, patterns: 200, textLength: 1000 } as const;

const pattern = z.string().min(1).max(policyLimits.textLength);
const patterns = z.array(pattern).min(1).max(policyLimits.patterns);

/** Names a rule for the person: `github-reads`. */
export const RuleId = z.string().regex(/^[a-z0-9][a-z0-9-]{0,63}$/);

/**
 * A rule holds for an action when everything it names fits; what it does not name fits always. `allow` needs every command and
 * every secret of the action to fit; `ask` and `deny` need one, so that nothing hides behind another command.
 */
export const PolicyRule = z
  .strictObject({
    id: RuleId,
    action: z.enum(['allow', 'ask', 'deny']),
    /** For the person; of a denial it also reaches the agent, as guidance. */
    note: z.string().max(500).optional(),
    /** Words of the inner command, `*` for one word, `**` at the end for any number of them: `gh pr view *`. */
    commands: patterns.optional(),
    risk: z.array(RiskClass).min(1).max(5).optional(),
    /** Globs over names: `github/*`, `aws/**`. */
    secrets: patterns.optional(),
    tags: patterns.optional(),
    tier: z.array(Tier).min(1).max(4).optional(),
    /** Folders, `~` for the home folder; `/**` at the end takes in all below: `~/code/**`. */
    cwd: patterns.optional(),
    /** Destination hosts, `*.example.com`; holds only where every host of the command is known. */
    hosts: patterns.optional(),
    /** Of calls of APIs; a rule that names methods or paths is about no command. */
    methods: z.array(CallMethod).min(1).max(6).optional(),
    /** Steps of the path of such a call, `*` for any one, `**` at the end for any number: `/v1/customers/**`. */
    paths: patterns.optional(),
    /** Ids of clients. */
    clients: z.array(ClientId).min(1).max(policyLimits.patterns).optional(),
    /** Local time, such as `09:00-18:00`; it may go over midnight. */
    hours: z
      .string()
      .regex(/^([01]\d|2[0-3]):[0-5]\d-([01]\d|2[0-3]):[0-5]\d$/)
      .optional(),
    days: z
      .array(z.enum(['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']))
      .min(1)
      .max(7)
      .optional(),
    /** The last day it holds, `2027-01-31`, local time. */
    until: z.iso.date().optional(),
    /** The longest a run may take under it, in seconds. */
    seconds: z.int().min(1).max(3600).optional(),
    /** Programs and scripts as they were when the rule was made: one that differs makes Postern ask again. */
    files: z
      .array(z.strictObject({ path: z.string().max(4096), sha256: Sha256 }))
      .min(1)
      .max(64)
      .optional(),
  })
  .readonly();
export type PolicyRule = z.infer<typeof PolicyRule>;

export const DefaultAction = z.enum(['ask', 'deny', 'allow']);

export const Policy = z
  .strictObject({
    version: z.literal(1),
    default_action: DefaultAction.default('ask'),
    /** Short for rules that allow or deny by command alone. */
    allowed_commands: z.array(pattern).max(policyLimits.patterns).default([]),
    denied_commands: z.array(pattern).max(policyLimits.patterns).default([]),
    /** Environment → glob that was asked for → glob that is meant: `dev: { 'db/*': 'dev/db/*' }`. */
    env_aliases: z.record(z.string().regex(/^[a-z0-9][a-z0-9-]{0,31}$/), z.record(pattern, pattern)).default({}),
    rules: z.array(PolicyRule).max(policyLimits.rules).default([]),
  })
  .readonly();
export type Policy = z.infer<typeof Policy>;

export const emptyPolicy: Policy = Policy.parse({ version: 1 });

/** What decided, for the dry run and the audit log. `words` say the rule as the person reads it. */
export const Reasoning = z.discriminatedUnion('by', [
  z.object({ by: z.literal('tier') }),
  /** Its point is to print the environment, where the secrets are. */
  z.object({ by: z.literal('prints_environment') }),
  z.object({ by: z.literal('rule'), id: RuleId, words: z.string() }),
  z.object({ by: z.literal('denied_commands'), pattern }),
  z.object({ by: z.literal('allowed_commands'), pattern }),
  /** The person said no to this before, and to remember that. */
  z.object({ by: z.literal('remembered') }),
  z.object({ by: z.literal('disclosure') }),
  z.object({ by: z.literal('guarded') }),
  /** Some of it could not be read, or the caller is not known: no rule or grant can cover it. */
  z.object({ by: z.literal('unclear') }),
  z.object({ by: z.literal('grant'), id: z.string() }),
  /** A rule or grant would allow it but for files that are not as they were. */
  z.object({ by: z.literal('changed'), files: z.array(ActionFile) }),
  /** What the token of an agent may do. */
  z.object({ by: z.literal('scope'), scope: Scope }),
  z.object({ by: z.literal('default') }),
]);
export type Reasoning = z.infer<typeof Reasoning>;

/** Where the YAML is wrong, from 1, and a plain sentence. */
export const PolicyProblem = z
  .object({ line: z.int().positive(), column: z.int().positive(), says: z.string() })
  .readonly();
export type PolicyProblem = z.infer<typeof PolicyProblem>;

/** One line of the difference between two policies, in words. `looser`: it lets more happen without a question. */
export const PolicyChange = z
  .object({ kind: z.enum(['added', 'removed', 'changed']), says: z.string(), looser: z.boolean() })
  .readonly();
export type PolicyChange = z.infer<typeof PolicyChange>;

/** What somebody wants the policy to become. Nothing of it is in force until the person accepts it. */
export const PolicyProposal = z
  .object({
    /** `file`: policy.yaml differs from what is in force · `app`: made in Postern's own window. */
    from: z.enum(['file', 'app']),
    /** SHA-256 over what is in force and this text: what the person accepts is the difference they were shown. */
    digest: Sha256,
    text: z.string(),
    changes: z.array(PolicyChange).readonly(),
    looser: z.boolean(),
  })
  .readonly();
export type PolicyProposal = z.infer<typeof PolicyProposal>;

export const RuleView = z
  .object({
    id: RuleId,
    action: z.enum(['allow', 'ask', 'deny']),
    words: z.string(),
    note: z.string().nullable(),
    lastUsedAt: EpochMs.nullable(),
  })
  .readonly();
export type RuleView = z.infer<typeof RuleView>;

/** What the file is like beside the policy in force. */
export const PolicyFileState = z.discriminatedUnion('kind', [
  /** It says what is in force. */
  z.object({ kind: z.literal('same') }),
  z.object({ kind: z.literal('absent') }),
  z.object({ kind: z.literal('proposal'), proposal: PolicyProposal }),
  z.object({ kind: z.literal('invalid'), problems: z.array(PolicyProblem) }),
  /** A link, another owner's, writable by others, too large, or no regular file: it was not read. */
  z.object({ kind: z.literal('unsafe'), why: z.enum(['link', 'owner', 'mode', 'size', 'no_file', 'unreadable']) }),
]);
export type PolicyFileState = z.infer<typeof PolicyFileState>;

export const PolicyView = z
  .object({
    defaultAction: DefaultAction,
    rules: z.array(RuleView).readonly(),
    /** The shorthands and the aliases in words. */
    others: z.array(z.string()).readonly(),
    /** What Postern denies whatever the policy says, in words. */
    builtIn: z.array(z.string()).readonly(),
    /** The policy in force as YAML. */
    text: z.string(),
    path: z.string(),
    file: PolicyFileState,
  })
  .readonly();
export type PolicyView = z.infer<typeof PolicyView>;

/** `client` null: any that speaks MCP, with no limits of its own. */
const asked = { secrets: z.array(SecretName).max(32), client: ClientId.nullable() };

/** What an agent might ask for. */
export const DryRunQuery = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('command'), command: z.string().max(65_536), cwd: z.string().max(4096), ...asked }),
  /** `secrets`: none where an agent of the gateway asks, since its requests carry that of the provider. */
  z.object({ kind: z.literal('call'), method: CallMethod, url: z.string().max(2 * callLimits.urlChars), ...asked }),
]);
export type DryRunQuery = z.infer<typeof DryRunQuery>;

const judged = {
  decision: z.enum(['allow', 'ask', 'deny']),
  reasoning: Reasoning,
  /** Why, in a sentence. */
  says: z.string(),
  risk: RiskClass,
};

export const DryRunResult = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('command'),
    ...judged,
    /** The commands that Postern sees in it, wrappers looked through. */
    commands: z.array(z.string()).readonly(),
    parsed: z.boolean(),
  }),
  z.object({
    kind: z.literal('call'),
    ...judged,
    /** Method and address as they would be sent, without what a secret adds. */
    sees: z.string(),
    /** Where each secret would stand in it: `Authorization: Bearer …`. */
    secrets: z.array(z.object({ name: SecretName, place: z.string() })).readonly(),
  }),
  /** A web request that goes nowhere, whatever the policy says. `about`: the secrets it is because of. */
  z.object({ kind: z.literal('refused'), code: FaultCode, says: z.string(), about: z.array(z.string()).readonly() }),
]);
export type DryRunResult = z.infer<typeof DryRunResult>;

/** A rule that would have answered questions that came again and again. */
export const RuleSuggestion = z
  .object({ rule: PolicyRule, words: z.string(), answered: z.int().positive() })
  .readonly();
export type RuleSuggestion = z.infer<typeof RuleSuggestion>;
