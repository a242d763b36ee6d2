// Whatever the bytes: a value or a coded fault, and a fault never says anything about the bytes.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { archive, fixture } from '../../adapters/imports.testkit.ts';
import { BrokerError, faultMessages } from '../../contract/fault.ts';
import { ImportFileKind } from '../../contract/import.ts';
import { SecretDraft } from '../../contract/secret.ts';
import { judgeDraft, judgeFieldValue } from '../secrets/draft-rules.ts';
import { planImport, previewOf } from './import-plan.ts';
import { readImport } from './read-import.ts';
import { readKeychain } from './read-keychain.ts';
import { readPass } from './read-pass.ts';

const canary = 'canary-4f9c1d';

const samples: Readonly<Record<ImportFileKind, Buffer>> = {
  dotenv: Buffer.from(`A="${canary}\nB"\nexport C='x'`),
  onepassword_1pux: Buffer.from(archive(fixture('onepassword-export-data.json'))),
  onepassword_csv: Buffer.from(`Title,Url,Username,Password\n"${canary}",b,c,"d\ne"\n`),
  bitwarden_json: fixture('bitwarden.json'),
  bitwarden_csv: Buffer.from(
    `folder,type,name,notes,fields,login_uri,login_username,login_password\na,login,${canary},,,,b,c-d-e-f-g\n`,
  ),
  keepassxc_csv: Buffer.from(`"Group","Title","Username","Password"\n"Root","${canary}","a","b"\n`),
  aws: Buffer.from(`[default]\naws_access_key_id=${canary}\naws_secret_access_key=${canary}\n`),
  gh: Buffer.from(`github.com:\n    user: ${canary}\n    oauth_token: ${canary}\n`),
  npmrc: Buffer.from(`//r.example/:_authToken=${canary}\n`),
  docker: Buffer.from(`{"auths":{"a":{"auth":"${Buffer.from(`me:${canary}`).toString('base64')}"}}}`),
};

/** Reads, and checks what may come of it. */
function read(kind: ImportFileKind, bytes: Uint8Array): void {
  try {
    check(readImport(kind, bytes));
  } catch (thrown) {
    if (!(thrown instanceof BrokerError)) throw thrown;
    assert.notEqual(thrown.code, 'internal');
    assert.equal(thrown.message, faultMessages[thrown.code]);
    assert.equal(thrown.cause, undefined);
  }
}

function check(result: ReturnType<typeof readImport>): void {
  for (const { draft, from } of result.candidates) {
    assert.ok(SecretDraft.safeParse(draft).success);
    // The vault takes each of them, so that none can fail the transaction of them all.
    assert.equal(judgeDraft(draft), null);
    for (const { content, ...field } of draft.fields) {
      assert.ok(content.kind === 'value');
      assert.equal(judgeFieldValue(Buffer.from(content.value), field, draft.tier), null);
    }
    assert.doesNotMatch(from, /[\r\n]/);
  }
  assert.equal(previewOf(planImport(result, [], () => false)).items.length, result.candidates.length);
}

for (const kind of ImportFileKind.options) {
  test(`${kind}: any bytes give a value or a coded fault`, () => {
    check(readImport(kind, samples[kind]));
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => read(kind, bytes)),
      { numRuns: 500 },
    );
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => read(kind, Buffer.from(text))),
      { numRuns: 500 },
    );
  });

  test(`${kind}: a real file with any change gives a value or a coded fault`, () => {
    const sample = samples[kind];
    const change = fc.record({
      at: fc.nat(sample.length),
      drop: fc.nat(8),
      put: fc.oneof(
        fc.uint8Array({ maxLength: 4 }),
        fc.constantFrom('"', ',', '\n', '{', '[', '__proto__', ':', '=').map(Buffer.from),
      ),
    });
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 4 }), (changes) => {
        let bytes: Uint8Array = sample;
        for (const { at, drop, put } of changes)
          bytes = Buffer.concat([bytes.subarray(0, at), put, bytes.subarray(at + drop)]);
        read(kind, bytes);
      }),
      { numRuns: 400 },
    );
  });
}

test('pass and the keychain: any bytes under any name give a value', () => {
  const entry = fc.record({ name: fc.string({ unit: 'binary' }), content: fc.option(fc.uint8Array()) });
  fc.assert(
    fc.property(fc.array(entry, { maxLength: 5 }), (entries) => {
      check(readPass(entries));
      check(readKeychain(entries.map(({ name, content }) => ({ label: name, account: name, value: content }))));
    }),
    { numRuns: 1000 },
  );
});
