// Every channel of the trusted windows. SECURITY P7: only here do passphrases, codes and values cross, each in one direction.
import { z } from 'zod';
import { Answer, Question, QuestionSummary } from './approval.ts';
import { BackupView, RepairReport, RepairView, RestoreChoice, RestoreReport } from './backup.ts';
import { ClientLimits, ClientView, LimitsReach } from './client.ts';
import { gatewaySubjects, gatewayTrustedChannels } from './gateway-channels.ts';
import { ShapePlace } from './health.ts';
import { ImportChoices, ImportPreview, ImportReport, ImportSource } from './import.ts';
import { KeyProof, KeysView, Opener, RecoveryText, RotationProgress, WaysIn, WrapKind } from './keys.ts';
import { Reach } from './lasting.ts';
import { KeychainState } from './main-channels.ts';
import { PolicyProposal, PolicyRule } from './policy.ts';
import { Passphrase, Proof } from './proof.ts';
import { FieldName, OlderVersion, OwnSecretView, SecretDraft, SecretKind } from './secret.ts';
import { Settings } from './settings.ts';
import { EnvName, EpochMs, RecordId, RequestId, SecretName, Sha256 } from './vocabulary.ts';

const nothing = z.undefined();
const silence = z.void();
const proof = z.object({ proof: Proof });

/** What a trusted window is about. It asks once, and again after every push. */
export const TrustedSubject = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('setup'),
    keychain: KeychainState,
    oldElectron: z.boolean(),
    electronVersion: z.string(),
    /** The vault was made; what is left is the recovery code. */
    made: z.boolean(),
  }),
  /** `knocking`: names that clients with waiting requests give themselves; claims. */
  z.object({
    kind: z.literal('unlock'),
    waiting: z.array(QuestionSummary),
    knocking: z.array(z.string()),
    ways: WaysIn,
  }),
  /** `showing`: another number each time that the window comes to the screen again, which begins the question anew. */
  z.object({ kind: z.literal('question'), question: Question, showing: z.int().min(0) }),
  /** Value entry. `secret` null: a new one. A stored value is never sent here. */
  z.object({ kind: z.literal('secret'), secret: OwnSecretView.nullable() }),
  /** Something in a file that looks like a secret, to be saved as one; its text is asked for by itself. */
  z.object({
    kind: z.literal('move'),
    place: ShapePlace,
    what: z.string(),
    name: SecretName,
    env: EnvName.nullable(),
    secretKind: SecretKind,
  }),
  /** Values are shown one by one, on request. */
  z.object({ kind: z.literal('reveal'), secret: OwnSecretView, clipboardSeconds: z.int() }),
  z.object({ kind: z.literal('import') }),
  z.object({ kind: z.literal('export'), secrets: z.array(z.object({ id: RecordId, name: z.string() })) }),
  z.object({ kind: z.literal('keys'), keys: KeysView }),
  /** `unlocked`: restore into this vault; `locked`: it may not open, and a backup can mend it. `rolling`: newest first. */
  z.object({
    kind: z.literal('restore'),
    state: z.enum(['empty', 'unlocked', 'locked']),
    rolling: z.array(z.string()),
  }),
  /** A proposal to accept or discard; null: there is none any more. */
  z.object({ kind: z.literal('policy'), proposal: PolicyProposal.nullable() }),
  /** `canAsk`: the system could ask whether the person is here, which quick unlock needs. */
  z.object({
    kind: z.literal('settings'),
    about: z.enum(['locking', 'gateway']),
    settings: Settings,
    canAsk: z.boolean(),
  }),
  /** What a client may use; null: it was removed. */
  z.object({ kind: z.literal('client'), client: ClientView.nullable() }),
  ...gatewaySubjects,
]);
export type TrustedSubject = z.infer<typeof TrustedSubject>;

/** Which backup: one of the automatic ones by its file name, or a file that the person picks in the system's dialog. */
const BackupPick = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('rolling'), name: z.string().max(255) }),
  z.object({ kind: z.literal('file') }),
]);

export const trustedChannels = {
  'subject.get': { params: nothing, result: TrustedSubject.nullable() },

  'vault.create': {
    params: z.object({ passphrase: Passphrase, useKeychain: z.boolean(), acceptOldElectron: z.boolean() }),
    result: silence,
  },
  'vault.unlock': { params: z.object({ opener: Opener, acceptRollback: z.boolean() }), result: silence },

  /** `digest` names the action that was drawn; another one is refused. Null for pairing and wishes. */
  'question.answer': {
    params: z.object({ id: RequestId, digest: Sha256.nullable(), answer: Answer, proof: Proof.nullable() }),
    result: silence,
  },
  /** The question with this id is painted. Answered once it is on the screen, which is when arming starts. */
  'question.drawn': { params: z.object({ id: RequestId }), result: silence },

  /** The rule that this yes would become, in words, before it is saved; null: no rule says exactly this. */
  'question.rule': {
    params: z.object({ id: RequestId, reach: Reach, without: z.array(SecretName).max(32) }),
    result: z.object({ rule: PolicyRule, words: z.string() }).nullable(),
  },
  /** One of `several` by itself; `id` null: back to what is due. */
  'question.open': { params: z.object({ id: RequestId.nullable() }), result: silence },

  /** The proposal that was shown. `proof` null: nothing of it is looser. */
  'policy.accept': { params: z.object({ digest: Sha256, proof: Proof.nullable() }), result: silence },
  /** Of a file: it is written anew from what is in force, and what it said is kept beside it. */
  'policy.discard': { params: z.object({ digest: Sha256 }), result: silence },

  /** `id` null: a new secret. `wish`: the request this answers. */
  'secret.save': {
    params: z.object({ id: RecordId.nullable(), wish: RequestId.nullable(), draft: SecretDraft }),
    result: silence,
  },
  /** What the window moves, as it lies in the person's file now. SECURITY P1: it is asked for by the person, and in no vault. */
  'move.value': { params: nothing, result: z.object({ value: z.string() }) },
  /** The window's own secret; the same for the four below. */
  'secret.versions': { params: nothing, result: z.array(OlderVersion) },
  'secret.bringBack': { params: z.object({ version: z.int().positive() }), result: silence },
  'secret.forgetOlder': { params: proof, result: silence },
  'secret.confirmReferences': { params: proof, result: silence },

  /** The value as text, for the screen. `proof` null: this secret was confirmed less than a minute ago. */
  'reveal.show': {
    params: z.object({ field: FieldName, proof: Proof.nullable() }),
    result: z.object({ value: z.string() }),
  },
  /** Of a TOTP seed the current code is copied. */
  'reveal.copy': { params: z.object({ field: FieldName, proof: Proof.nullable() }), result: silence },
  /** The current code of a field that holds a TOTP seed. */
  'reveal.code': {
    params: z.object({ field: FieldName, proof: Proof.nullable() }),
    result: z.object({ code: z.string(), validUntil: EpochMs }),
  },

  /** Opens the system's dialog where the source is a file; null: the person picked none. */
  'import.read': {
    params: z.object({ source: ImportSource, password: Passphrase.nullable(), name: z.string().max(500).nullable() }),
    result: ImportPreview.nullable(),
  },
  'import.apply': { params: z.object({ choices: ImportChoices }), result: ImportReport },
  /** What becomes of the `.env` file after its import. */
  'import.afterwards': { params: z.object({ file: z.enum(['keep', 'replace', 'shred']) }), result: silence },

  /** A plain `.env` at a place that the person picks. `written` 0: they picked none. `left`: variables it cannot hold. */
  'export.plain': {
    params: z.object({ ids: z.array(RecordId).min(1).max(20_000), proof: Proof }),
    result: z.object({ written: z.int().nonnegative(), left: z.array(z.string()) }),
  },

  /** `current`: the passphrase, or the recovery code of a person who forgot it. */
  'keys.changePassphrase': { params: z.object({ current: KeyProof, next: Passphrase }), result: silence },
  /** Shown once. */
  'keys.newRecovery': { params: proof, result: z.object({ code: z.string() }) },
  /** At set-up no proof is needed: the passphrase was typed a moment ago. */
  'setup.newRecovery': { params: nothing, result: z.object({ code: z.string() }) },
  'keys.checkRecovery': { params: z.object({ code: RecoveryText }), result: z.object({ opens: z.boolean() }) },
  /** Adds or removes a way to open the vault; the passphrase is the one that it has. */
  'keys.setWrap': {
    params: z.object({ wrap: WrapKind, present: z.boolean(), passphrase: Passphrase }),
    result: silence,
  },
  /** Ends when all records are under the new key, or when it was stopped; `keys.rotation` tells where it stands. */
  'keys.rotate': {
    params: z.object({ passphrase: Passphrase }),
    result: z.object({ end: z.enum(['finished', 'cancelled']) }),
  },
  'keys.stopRotation': { params: nothing, result: silence },
  'keys.rotation': { params: nothing, result: RotationProgress.nullable() },

  /** A backup at a place that the person picks; false: they picked none. `passphrase` null: it opens as this vault does. */
  'backup.save': {
    params: z.object({ passphrase: Passphrase.nullable(), proof: Proof }),
    result: z.object({ written: z.boolean() }),
  },
  'backup.open': { params: z.object({ pick: BackupPick, opener: Opener }), result: BackupView.nullable() },
  'restore.apply': { params: z.object({ choice: RestoreChoice, proof: Proof }), result: RestoreReport },
  'repair.plan': { params: z.object({ pick: BackupPick, opener: Opener }), result: RepairView.nullable() },
  /** The plan that was shown; what opens the vault is asked for again. */
  'repair.apply': { params: z.object({ opener: Opener }), result: RepairReport },
  /** After a repair: the window in which the vault is unlocked as always. */
  'unlock.window': { params: nothing, result: silence },
  /** From unlock, when the vault does not open: what a backup could mend. */
  'restore.window': { params: nothing, result: silence },

  /** What loosens anything needs the proof. */
  'settings.save': { params: z.object({ settings: Settings, proof: Proof.nullable() }), result: silence },

  /** The window's own client. What lets it do more needs the proof. */
  'client.save': { params: z.object({ limits: ClientLimits, proof: Proof.nullable() }), result: silence },
  'client.reach': { params: z.object({ limits: ClientLimits }), result: LimitsReach },
  ...gatewayTrustedChannels,

  /** Height in CSS pixels that the content needs. */
  'window.fit': { params: z.object({ height: z.int().min(100).max(4000) }), result: silence },
  'window.close': { params: nothing, result: silence },
} as const;

export type TrustedChannel = keyof typeof trustedChannels;
export type TrustedParams<C extends TrustedChannel> = z.infer<(typeof trustedChannels)[C]['params']>;
export type TrustedResult<C extends TrustedChannel> = z.infer<(typeof trustedChannels)[C]['result']>;
