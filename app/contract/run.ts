// One run: what the agent asks for, the frozen action the person sees, and what came of it.
import { z } from 'zod';
import { AnsweredOutcome, BlockedOutcome } from './call-outcome.ts';
import { FaultCode } from './fault-code.ts';
import { HiddenState } from './hidden-state.ts';
import { Reference } from './reference.ts';
import { CommandRisk, RiskClass } from './risk.ts';
import { FieldName, Injection, LongestYes } from './secret.ts';
import { ClientId, EnvName, EpochMs, RecordId, RequestId, SecretName, Sha256, Tier } from './vocabulary.ts';
import { AddedOutcome, ExtendedOutcome, PermittedOutcome } from './wish.ts';

export const runLimits = {
  commandBytes: 65_536,
  /** Programs that one line may start. */
  commands: 200,
  stdinBytes: 1_048_576,
  defaultTimeoutMs: 5 * 60_000,
  maxTimeoutMs: 60 * 60_000,
  defaultOutputBytes: 262_144,
  maxOutputBytes: 4_194_304,
  secrets: 32,
} as const;

/** How large a run's terminal is, and whether the command may colour its output. */
export const RunTerminal = z
  .object({ columns: z.int().min(20).max(500), rows: z.int().min(5).max(200), colour: z.boolean() })
  .readonly();
export type RunTerminal = z.infer<typeof RunTerminal>;

/** What an agent sends. Its sizes and names are judged one by one in the core, so that each refusal has its own words. */
export const RunRequest = z.object({
  /** A string is a line for the person's shell; an array is a program and its arguments, no shell. */
  command: z.union([z.string(), z.array(z.string()).max(10_000)]),
  /** Without `field`, all fields that have a variable of their own; `env` is for one field. */
  secrets: z
    .array(
      z.object({
        name: z.string().max(256),
        field: z.string().max(64).optional(),
        env: z.string().max(256).optional(),
      }),
    )
    .max(runLimits.secrets),
  /** Besides: every secret that fits one of these and that a command may have, in its own variables. */
  globs: z.array(z.string().max(256)).max(runLimits.secrets).optional(),
  cwd: z.string().max(4096),
  stdin: z.string().max(runLimits.stdinBytes).optional(),
  timeoutMs: z.int().min(100).max(runLimits.maxTimeoutMs).optional(),
  maxOutputBytes: z.int().min(1024).max(runLimits.maxOutputBytes).optional(),
  /** false: plain pipes instead of a terminal. */
  tty: z.boolean().optional(),
  /** A PATH the agent wants instead of the person's login PATH; shown when it differs. */
  path: z.string().max(32_768).optional(),
  reason: z.string().max(1000).optional(),
  /** An environment of the policy's `env_aliases`, such as `dev`, by which the names are read. */
  environment: z.string().max(32).optional(),
  /** The terminal in which somebody watches. Only of a run that has one: without `tty` nothing comes of it. */
  terminal: RunTerminal.optional(),
});
export type RunRequest = z.infer<typeof RunRequest>;

/** One process of the chain behind a connection, as the kernel reports it. null: not readable. */
export const CallerProcess = z
  .object({
    pid: z.int().positive(),
    /** Kernel start time in clock ticks; with the pid it names one process. */
    startTime: z.string(),
    name: z.string(),
    exe: z.string().nullable(),
    cwd: z.string().nullable(),
  })
  .readonly();
export type CallerProcess = z.infer<typeof CallerProcess>;

export const ActionFile = z.object({ word: z.string(), path: z.string(), sha256: Sha256 }).readonly();
export type ActionFile = z.infer<typeof ActionFile>;

/**
 * What will find out a value that the vault only points at. `sha256` null: Postern itself, and `program` is the address of the
 * store, the real path of the file or the name of the variable.
 */
export const ActionReference = z
  .object({ text: Reference, program: z.string().nullable(), sha256: Sha256.nullable() })
  .readonly();
export type ActionReference = z.infer<typeof ActionReference>;

/** One field of a secret and how the command gets it. */
export const ActionSecret = z
  .object({
    id: RecordId,
    name: SecretName,
    version: z.int().positive(),
    field: FieldName,
    sensitive: z.boolean(),
    inject: Injection,
    /** null: it is the command's standard input. */
    env: EnvName.nullable(),
    /** null: the vault holds the value. */
    reference: ActionReference.nullable(),
    tier: Tier,
    longestYes: LongestYes,
    description: z.string(),
  })
  .readonly();
export type ActionSecret = z.infer<typeof ActionSecret>;

/** One command of the line, as Postern sees it through quoting and wrappers. */
export const ActionCommand = z
  .object({
    /** The program first; `$NAME` stays as text. */
    words: z.array(z.string()).readonly(),
    /** Names of the variables set for it. */
    assigns: z.array(z.string()).readonly(),
    /** The wrappers it stands behind, outermost first. */
    via: z.array(z.string()).readonly(),
    /** More arguments come when it runs. */
    appended: z.boolean(),
    /** Files that its redirections write. */
    writesTo: z.array(z.string()).readonly(),
    /** Files that its redirections read. */
    readsFrom: z.array(z.string()).readonly(),
    risk: CommandRisk,
  })
  .readonly();
export type ActionCommand = z.infer<typeof ActionCommand>;

/** The frozen record of exactly what will happen; its digest is what the person approves. */
export const Action = z
  .object({
    format: z.literal(2),
    nonce: z.string().regex(/^[0-9a-f]{32}$/),
    client: z.object({ id: ClientId, name: z.string() }).readonly(),
    /** Nearest first: the shim, then its parents. Empty: the caller could not be identified. */
    caller: z.array(CallerProcess).readonly(),
    /** Hash of the agent's own session id; null when it has none. */
    session: Sha256.nullable(),
    command: z.discriminatedUnion('kind', [
      z.object({ kind: z.literal('shell'), shell: z.string(), line: z.string() }).readonly(),
      z.object({ kind: z.literal('argv'), argv: z.array(z.string()).readonly() }).readonly(),
    ]),
    /** SHA-256 of the command with nothing but spacing, quoting and comments left out. */
    canonical: Sha256,
    commands: z.array(ActionCommand).readonly(),
    /** The gravest of its commands. */
    risk: RiskClass,
    /** What decides about it that Postern cannot check. */
    hidden: z.array(HiddenState).readonly(),
    /** Destination hosts, where the words tell them. */
    hosts: z.array(z.string()).readonly(),
    cwd: z.string(),
    /** Names that very folder; another one under the same path has another. */
    cwdId: z.string(),
    /** The folder of the project that `cwd` lies in; null: in none. */
    project: z.string().nullable(),
    path: z.string(),
    pathDiffers: z.boolean(),
    secrets: z.array(ActionSecret).readonly(),
    executables: z.array(ActionFile).readonly(),
    scripts: z.array(ActionFile).readonly(),
    /** false: the command could not be read whole, so it may be allowed once only. */
    parsed: z.boolean(),
    stdin: z.string().nullable(),
    tty: z.boolean(),
    /** What the request said of it; null: nothing, or the run has none. */
    terminal: RunTerminal.nullable(),
    timeoutMs: z.int(),
    maxOutputBytes: z.int(),
    /** The agent's words; a claim. */
    reason: z.string().nullable(),
    frozenAt: EpochMs,
  })
  .readonly();
export type Action = z.infer<typeof Action>;

/** What is no longer as it was when the action was frozen. `was` and `is`: hashes, paths or versions; null: not there. */
export const ActionChange = z
  .object({
    kind: z.enum(['program', 'script', 'link', 'folder', 'secret']),
    /** The word of the command, the folder or the name of the secret. */
    what: z.string(),
    was: z.string().nullable(),
    is: z.string().nullable(),
  })
  .readonly();
export type ActionChange = z.infer<typeof ActionChange>;

/**
 * Who said no: the person now, the person before (a remembered denial), or a rule of theirs. `headless`: nobody, since Postern
 * runs without a window and no rule allows it.
 */
export const DeniedBy = z.enum(['person', 'remembered', 'rule', 'headless']);

/** What came of a request. Denied, expired and cancelled are not failures. */
export const RunOutcome = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('completed'),
    exitCode: z.int().nullable(),
    signal: z.string().nullable(),
    timedOut: z.boolean(),
    /** Redacted, free of escape sequences. */
    output: z.string(),
    /** Bytes left out of the middle of `output`. */
    cutBytes: z.int().nonnegative(),
    /** `binary`: the output was withheld whole; its size is in `outputBytes`. */
    withheld: z.enum(['binary']).nullable(),
    outputBytes: z.int().nonnegative(),
    redactions: z.array(z.object({ name: SecretName, count: z.int().positive() })),
    /** So many places that only looked like a secret were hidden in `output`; absent: none. */
    hiddenFindings: z.int().positive().optional(),
    durationMs: z.int().nonnegative(),
  }),
  z.object({ kind: z.literal('denied'), by: DeniedBy, reason: z.string().nullable() }),
  z.object({ kind: z.literal('expired'), waitedFor: z.enum(['unlock', 'approval', 'pairing', 'value']) }),
  z.object({ kind: z.literal('cancelled'), by: z.enum(['agent', 'person', 'lock', 'disconnect', 'pause', 'quit']) }),
  z.object({
    kind: z.literal('failed'),
    code: FaultCode,
    /** The code's constant sentence. */
    message: z.string(),
    /** Names the refusal is about, and names that are near them; only ones this client may know. */
    about: z.array(z.string()).optional(),
    near: z.array(z.string()).optional(),
  }),
]);
export type RunOutcome = z.infer<typeof RunOutcome>;
export type Completed = Extract<RunOutcome, { kind: 'completed' }>;

export const RequestOutcome = z.union([
  RunOutcome,
  AddedOutcome,
  ExtendedOutcome,
  PermittedOutcome,
  AnsweredOutcome,
  BlockedOutcome,
]);
export type RequestOutcome = z.infer<typeof RequestOutcome>;

export const WaitingFor = z.enum(['pairing', 'unlock', 'approval', 'value', 'run']);
export type WaitingFor = z.infer<typeof WaitingFor>;

/** The broker's answer to a call that a person must answer: still waiting, or done. */
export const RequestAnswer = z.discriminatedUnion('state', [
  z.object({ state: z.literal('pending'), requestId: RequestId, waitingFor: WaitingFor }),
  z.object({ state: z.literal('done'), requestId: RequestId, outcome: RequestOutcome }),
]);
export type RequestAnswer = z.infer<typeof RequestAnswer>;
