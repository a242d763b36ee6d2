// Every channel of the main window. SECURITY P1, P7: none carries a value or a passphrase, and none approves or loosens anything.
import { z } from 'zod';
import { GrantView, PromptCount, QuestionSummary } from './approval.ts';
import { AuditEntry } from './audit.ts';
import { ChainVerdict } from './audit-chain.ts';
import { BackupStatus } from './backup.ts';
import { SessionView } from './broker.ts';
import { ClientView } from './client.ts';
import {
  AgentProgram,
  ConnectAct,
  ConnectPlan,
  ConnectReport,
  ConnectText,
  ConnectView,
  ConnectWay,
} from './connect.ts';
import { FaultCode } from './fault-code.ts';
import { gatewayMainChannels, gatewayWindows } from './gateway-channels.ts';
import {
  ExposureProgress,
  ExposureReport,
  HealthKind,
  HealthProgress,
  HealthReport,
  ScanRoot,
  ScanRoots,
  ShapePlace,
} from './health.ts';
import { WrapKind } from './keys.ts';
import { LiveRead, LiveRun } from './live.ts';
import {
  DryRunQuery,
  DryRunResult,
  PolicyProblem,
  PolicyRule,
  PolicyView,
  policyLimits,
  RuleSuggestion,
} from './policy.ts';
import { OwnSecretView, SecretSummary } from './secret.ts';
import { Settings } from './settings.ts';
import { ClientId, RecordId, RequestId } from './vocabulary.ts';

const nothing = z.undefined();
const silence = z.void();
const one = z.object({ id: RecordId });
const policyText = z.object({ text: z.string().max(policyLimits.fileBytes) });

export const KeychainState = z.enum(['ready', 'locked', 'absent']);

/** All that the main window's frame shows; sent whole on every change. */
export const AppState = z.object({
  session: SessionView,
  /** Goes up whenever a secret changes, so that a window asks for the list only then. */
  secretsRevision: z.int().nonnegative(),
  version: z.string(),
  electronVersion: z.string(),
  /** Running on the old fallback Electron: said on every start. */
  oldElectron: z.boolean(),
  keychain: KeychainState,
  /** The shim may start Postern; it starts locked. */
  agentsMayStart: z.boolean(),
  waiting: z.array(QuestionSummary),
  /** What is allowed for a while; empty while locked. */
  grants: z.array(GrantView),
  prompts: PromptCount,
  /** policy.yaml says something else than what is in force, or cannot be read. */
  policyFileDiffers: z.boolean(),
  backup: BackupStatus,
  /** Where the automatic backups lie. */
  backupFolder: z.string(),
  /** What opens the vault; empty without one. */
  wraps: z.array(WrapKind),
  /** null while locked. */
  settings: Settings.nullable(),
  /** Whether agents can reach the gateway, and where. */
  gateway: z.object({ open: z.boolean(), address: z.string().nullable() }),
});
export type AppState = z.infer<typeof AppState>;

/** Where a health check or a scan of files stands. */
const work = <P extends z.ZodType, R extends z.ZodType>(progress: P, report: R) => {
  return z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('none') }),
    z.object({ kind: z.literal('running'), progress }),
    z.object({ kind: z.literal('done'), report }),
    z.object({ kind: z.literal('failed'), code: FaultCode }),
  ]);
};
export const HealthState = work(HealthProgress, HealthReport);
export type HealthState = z.infer<typeof HealthState>;
export const ExposureState = work(ExposureProgress, ExposureReport);
export type ExposureState = z.infer<typeof ExposureState>;

/** The trusted windows that the main window may open; each asks for what it needs by itself. */
export const OpenableWindow = z.discriminatedUnion('kind', [
  /** `id` null: a new secret. */
  z.object({ kind: z.literal('secret'), id: RecordId.nullable() }),
  z.object({ kind: z.literal('reveal'), id: RecordId }),
  z.object({ kind: z.literal('import') }),
  z.object({ kind: z.literal('export') }),
  z.object({ kind: z.literal('keys') }),
  z.object({ kind: z.literal('restore') }),
  z.object({ kind: z.literal('settings'), about: z.enum(['locking', 'gateway']) }),
  /** What this client may use. */
  z.object({ kind: z.literal('client'), id: ClientId }),
  ...gatewayWindows,
]);
export type OpenableWindow = z.infer<typeof OpenableWindow>;

export const mainChannels = {
  'state.get': { params: nothing, result: AppState },
  'session.lock': { params: nothing, result: silence },
  /** Opens the trusted window for unlock or, without a vault, for set-up. */
  'session.open': { params: nothing, result: silence },
  'window.open': { params: OpenableWindow, result: silence },
  'secrets.list': { params: nothing, result: z.array(SecretSummary) },
  'secrets.get': { params: one, result: OwnSecretView.nullable() },
  'secrets.remove': { params: one, result: silence },
  'questions.open': { params: z.object({ id: RequestId }), result: silence },
  'questions.deny': { params: z.object({ id: RequestId }), result: silence },
  /** `id` null: all of them. */
  'grants.revoke': { params: z.object({ id: z.string().max(64).nullable() }), result: silence },
  'policy.get': { params: nothing, result: PolicyView },
  /** Which rule would decide, and why. Nothing is run or asked. */
  'policy.dryRun': { params: DryRunQuery, result: DryRunResult },
  /** Empty: it is a policy. */
  'policy.check': { params: policyText, result: z.array(PolicyProblem) },
  /** Opens the trusted window that shows the difference; only there it can be accepted. */
  'policy.propose': { params: policyText, result: silence },
  /** The same for what policy.yaml says now. */
  'policy.review': { params: nothing, result: silence },
  /** The same for the policy in force with this rule added. */
  'policy.proposeRule': { params: z.object({ rule: PolicyRule }), result: silence },
  'policy.suggestions': { params: nothing, result: z.array(RuleSuggestion) },
  'clients.list': { params: nothing, result: z.array(ClientView) },
  'clients.pause': { params: z.object({ id: ClientId }), result: silence },
  'clients.resume': { params: z.object({ id: ClientId }), result: silence },
  /** Whether output for it loses what only looks like a secret, too. No value of the vault depends on it. */
  'clients.hideFindings': { params: z.object({ id: ClientId, hidesFindings: z.boolean() }), result: silence },
  /** Its next connection brings a new key. */
  'clients.newKey': { params: z.object({ id: ClientId }), result: silence },
  'clients.remove': { params: z.object({ id: ClientId }), result: silence },
  /** Newest first; `before` is a sequence to go on from. */
  'audit.list': {
    params: z.object({ before: z.int().positive().nullable(), limit: z.int().min(1).max(500) }),
    result: z.array(AuditEntry),
  },
  'audit.verify': { params: nothing, result: ChainVerdict },
  'health.get': { params: nothing, result: HealthState },
  'health.check': { params: nothing, result: silence },
  'health.snooze': { params: z.object({ id: RecordId, kind: HealthKind }), result: silence },
  /** Folders that are worth a look on this computer, to begin with. */
  'exposure.roots': { params: nothing, result: z.array(ScanRoot) },
  /** The person picks a folder in the system's own dialog; null: they did not. */
  'exposure.choose': { params: nothing, result: z.string().nullable() },
  'exposure.get': { params: nothing, result: ExposureState },
  'exposure.start': { params: z.object({ roots: ScanRoots }), result: silence },
  'exposure.cancel': { params: nothing, result: silence },
  /** Shows the file in the system's file manager. */
  'exposure.showFile': { params: z.object({ path: z.string().max(4096) }), result: silence },
  /** Opens the trusted window that moves what was found there into the vault. */
  'exposure.move': { params: z.object({ place: ShapePlace }), result: silence },
  /** Copies `path:line` of a finding. */
  'exposure.copyPlace': { params: z.object({ place: ShapePlace }), result: silence },
  'backup.now': { params: nothing, result: BackupStatus },
  'start.allow': { params: z.object({ allowed: z.boolean() }), result: silence },
  /** Commands that run, and the last few that ended; the newest first. None while locked. */
  'live.list': { params: nothing, result: z.array(LiveRun) },
  'live.read': { params: z.object({ id: RequestId, from: z.int().nonnegative() }), result: LiveRead },
  /** Ends the command and all that it started. */
  'live.stop': { params: z.object({ id: RequestId }), result: silence },
  /** The agents' programs on this computer. */
  'connect.view': { params: nothing, result: ConnectView },
  /** What would be written or run; nothing is. */
  'connect.plan': { params: z.object({ id: AgentProgram, act: ConnectAct, way: ConnectWay }), result: ConnectPlan },
  /** Does what the plan of this id showed, and nothing else. */
  'connect.apply': { params: z.object({ plan: z.string().max(64) }), result: ConnectReport },
  'connect.commands': { params: z.object({ act: z.enum(['install', 'remove']) }), result: silence },
  'connect.copy': { params: z.object({ which: ConnectText.keyof() }), result: silence },
  ...gatewayMainChannels,
} as const;

export type MainChannel = keyof typeof mainChannels;
export type MainParams<C extends MainChannel> = z.infer<(typeof mainChannels)[C]['params']>;
export type MainResult<C extends MainChannel> = z.infer<(typeof mainChannels)[C]['result']>;
