// `npm run verify-audit -- <profile folder>`: checks the audit chain of a profile without any key, and says in plain words what
// it checked and found. Exit code 0: whole, 1: broken, 2: it could not be read. It changes no byte of the profile.

import { resolve } from 'node:path';
import { SqliteAuditStore } from '../app/adapters/sqlite-audit-store.ts';
import { openDatabaseToRead, type SqliteDatabase } from '../app/adapters/sqlite-database.ts';
import { SqliteRecordStore } from '../app/adapters/sqlite-record-store.ts';
import { vaultFileFormat } from '../app/adapters/sqlite-schema.ts';
import type { ChainVerdict } from '../app/contract/audit-chain.ts';
import { assertNever, BrokerError } from '../app/contract/fault.ts';
import { verifyChain } from '../app/core/audit/verify.ts';
import { sha256Hex } from '../app/core/crypto/digest.ts';
import { withProfileCopy } from './profile-copy.ts';
import { runScript, say } from './step.ts';

await runScript(async () => {
  const [argument, ...more] = process.argv.slice(2);
  if (argument === undefined || more.length > 0) {
    return unreadable('Say which profile folder: npm run verify-audit -- <profile folder>');
  }
  // npm starts scripts in the project's folder; what the person typed is meant from where they are.
  const folder = resolve(process.env.INIT_CWD ?? process.cwd(), argument);
  say(`Audit log of ${folder}`);
  try {
    return withProfileCopy(folder, (path) => check(path));
  } catch (thrown) {
    return unreadable(thrown instanceof Error ? thrown.message : 'The profile could not be read.');
  }
});

function check(path: string): number {
  const database = openDatabaseToRead(path, vaultFileFormat);
  try {
    const header = new SqliteRecordStore(database).header();
    if (header === null) throw new BrokerError('no_vault');
    say(`  vault ${header.vaultId}`);
    const verdict = verdictOn(database, header.vaultId);
    sayVerdict(verdict);
    return verdict.kind === 'whole' ? 0 : 1;
  } finally {
    database.close();
  }
}

/** Tables of the log that are gone or of another shape were changed by somebody, so that is a finding. */
function verdictOn(database: SqliteDatabase, vaultId: string): ChainVerdict {
  const store = new SqliteAuditStore(database);
  try {
    const signPublic = store.meta()?.signPublic ?? Buffer.alloc(0);
    if (signPublic.length > 0) say(`  key   Ed25519, fingerprint ${sha256Hex(signPublic).slice(0, 32)}`);
    return verifyChain(store, { vaultId, signPublic });
  } catch (thrown) {
    const changed = thrown instanceof BrokerError && ['audit_broken', 'vault_corrupt'].includes(thrown.code);
    if (changed) return { kind: 'broken', at: 0, why: 'edited' };
    throw thrown;
  }
}

function sayVerdict(verdict: ChainVerdict): void {
  say(
    'Checked: the number and the link of every event, from the first to the last; that the log is of this vault; and the',
  );
  say('  signature over the newest signed event.');
  if (verdict.kind === 'broken') {
    say(`Found: ${foundWords(verdict)}`);
    say(verdict.at > 0 ? `The audit log is BROKEN at event ${verdict.at}.` : 'The audit log is BROKEN.');
    return;
  }
  const { events, signedUpTo, unsigned } = verdict;
  say(
    `Found: ${events === 1 ? '1 event' : `${events} events`}, in order, none changed, none missing. Signed: ${signedUpTo}.`,
  );
  if (unsigned > 0) say(`  Recorded while locked, so signed at the next unlock: ${unsigned}.`);
  say(
    'Not checked, because it needs the open vault: what the events say, whose key this is, and whether the whole file is an',
  );
  say('  older copy. Postern does when it is unlocked (the last one only where there is a keychain).');
  say('The audit log is whole.');
}

function foundWords({ why }: Extract<ChainVerdict, { kind: 'broken' }>): string {
  switch (why) {
    case 'edited':
      return 'an event was changed or added: its bytes, its number or its link are not what was written.';
    case 'gap':
      return 'events are missing in the middle.';
    case 'reordered':
      return 'events are not at their places.';
    case 'cut':
      return 'events are missing at the end: more was signed than is there.';
    case 'rewritten':
      return 'the links agree with each other, but not with what was signed: the log was written anew at some place up to here.';
    case 'signature':
      return 'the signature over the newest event is missing, or is not by the key of this log.';
    case 'foreign':
      return 'the log belongs to another vault.';
    default:
      return assertNever(why);
  }
}

function unreadable(sentence: string): number {
  process.stderr.write(`${sentence}\nNothing was checked.\n`);
  return 2;
}
