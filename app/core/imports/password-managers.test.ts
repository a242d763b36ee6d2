// Exports of password managers in their documented shapes: what becomes of each item, and what is said of the rest.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { archive, fixture, named, refusal, valuesOf } from '../../adapters/imports.testkit.ts';
import { readImport } from './read-import.ts';

const seed = 'JBSWY3DPEHPK3PXPJBSWY3DP';

test('Bitwarden JSON: logins, notes, cards, identities and SSH keys with all their parts', () => {
  const read = readImport('bitwarden_json', fixture('bitwarden.json'));
  assert.deepEqual(valuesOf(read), {
    'Work/Cloud/GitHub': {
      password: 'correct-horse-1',
      username: 'octo',
      totp: `otpauth://totp/GitHub:octo?secret=${seed}&issuer=GitHub`,
      'API-token': 'ghp_abcdefghijklmnopqrstuvwxyz0123456789',
      beta: 'true',
      notes: 'recovery: 11111-22222',
      'url-2': 'https://me:pw@gist.github.com/?token=abc',
    },
    'A-note': { notes: 'seed words one two 3' },
    Visa: {
      cardholderName: 'O Cto',
      brand: 'Visa',
      number: '4111111111111111',
      expMonth: '1',
      expYear: '2030',
      code: '123',
    },
    Me: { title: 'Dr', ssn: '078-05-1120', email: 'o@example.com' },
    'deploy-key': {
      'private-key':
        '-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1rZXktdjEAAAAA\n-----END OPENSSH PRIVATE KEY-----\n',
      'public-key': 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5 me',
      fingerprint: 'SHA256:abc',
    },
    'Work/Cloud/github-2': { password: 'another-pass-2', totp: 'steam://ABCDEF' },
  });
  assert.deepEqual(read.skipped, [
    { from: 'Gone', why: 'in_trash' },
    { from: 'Empty', why: 'empty' },
    { from: 'item 8', why: 'malformed' },
  ]);
});

test('Bitwarden JSON: only what is no secret is open, and each change is noted', () => {
  const read = readImport('bitwarden_json', fixture('bitwarden.json'));
  const github = named(read, 'Work/Cloud/GitHub');
  assert.deepEqual(
    github.draft.fields.filter(({ sensitive }) => !sensitive).map(({ name }) => name),
    ['username', 'beta'],
  );
  assert.equal(github.draft.url, 'https://github.com/login');
  assert.equal(github.draft.kind, 'login');
  assert.equal(github.draft.tier, 'run');
  assert.deepEqual(
    github.draft.fields.flatMap(({ name, inject, env }) =>
      inject !== 'environment' || env !== null ? [[name, inject, env]] : [],
    ),
    [
      ['totp', 'totp', null],
      ['API-token', 'environment', 'GITHUB_TOKEN'],
    ],
  );
  assert.deepEqual(github.notes, ['history_dropped', 'field_dropped', 'field_renamed', 'url_made_sensitive']);
  const other = named(read, 'Work/Cloud/github-2');
  assert.deepEqual(other.notes, ['totp_unusable', 'name_numbered']);
  assert.equal(other.draft.notes, 'main');
  assert.equal(named(read, 'deploy-key').draft.fields[0]?.inject, 'file');
  assert.equal(named(read, 'deploy-key').draft.kind, 'ssh_key');
  assert.ok(named(read, 'Visa').draft.fields.every(({ sensitive }) => sensitive));
  assert.ok(named(read, 'Me').draft.fields.every(({ sensitive }) => sensitive));
});

test('Bitwarden JSON: an encrypted export is refused with what to do, whichever kind of encryption', () => {
  for (const extra of [
    { passwordProtected: true, salt: 'x', data: '2.abc' },
    { encKeyValidation_DO_NOT_EDIT: '2.x', items: [] },
  ]) {
    const bytes = Buffer.from(JSON.stringify({ encrypted: true, ...extra }));
    assert.throws(() => readImport('bitwarden_json', bytes), refusal('import_encrypted'));
  }
});

test('Bitwarden CSV: folders, custom fields over several lines, several addresses', () => {
  const csv = [
    'folder,favorite,type,name,notes,fields,reprompt,login_uri,login_username,login_password,login_totp',
    `Work,1,login,Site,,"pin: 0042-8812\nlong: first line\nsecond line",0,"https://a.example,https://b.example",me,"pass,with ""quotes""",${seed}`,
    ',,note,Memo,"text with 1 number",,0,,,,',
  ].join('\r\n');
  const read = readImport('bitwarden_csv', Buffer.from(csv));
  assert.deepEqual(valuesOf(read), {
    'Work/Site': {
      password: 'pass,with "quotes"',
      username: 'me',
      totp: seed,
      pin: '0042-8812',
      long: 'first line\nsecond line',
      'url-2': 'https://b.example',
    },
    Memo: { notes: 'text with 1 number' },
  });
  assert.equal(named(read, 'Work/Site').draft.url, 'https://a.example');
});

test('1Password 1PUX: the vault is the folder; attachments, links and old passwords are reported, not lost', () => {
  const bytes = archive(fixture('onepassword-export-data.json'), { 'files/doc1___codes.pdf': Buffer.from('pdf') });
  const read = readImport('onepassword_1pux', bytes);
  assert.deepEqual(valuesOf(read), {
    'Personal/Dropbox': {
      password: 'correct-horse-1',
      username: 'wendy',
      'one-time-password': `otpauth://totp/x?secret=${seed}`,
      answer: 'my-first-pet-7',
      notes: 'main account',
    },
    'Personal/Anthropic-API': {
      username: 'bot',
      credential: 'sk-ant-abcdefghijklmnop',
      'valid-from': '2023-11-14',
      hostname: 'api.example.com',
    },
    'Personal/Deploy': {
      'private-key': '-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEIA\n-----END PRIVATE KEY-----\n',
      'public-key': 'ssh-ed25519 AAAA',
      fingerprint: 'SHA256:abc',
    },
    'Personal/Me': { 'birth-date': '1970-01-01', 'e-mail': 'w@example.com', address: '1 Main\nHere\n12345' },
    'Personal/wifi': { password: 'generated-password-9' },
  });
  assert.deepEqual(read.skipped, [
    { from: 'Personal/Passport scan', why: 'attachment_only' },
    { from: 'Personal/item 7', why: 'malformed' },
  ]);
  const dropbox = named(read, 'Personal/Dropbox');
  assert.deepEqual([...dropbox.notes].sort(), [
    'attachment_skipped',
    'field_dropped',
    'field_renamed',
    'history_dropped',
    'tag_dropped',
  ]);
  assert.deepEqual([dropbox.draft.tags, dropbox.draft.notes, dropbox.draft.kind], [['Work'], '', 'login']);
  const api = named(read, 'Personal/Anthropic-API');
  assert.ok(api.notes.includes('archived'));
  assert.deepEqual([api.draft.kind, api.draft.tier], ['token', 'run']);
  assert.deepEqual(
    api.draft.fields.map(({ sensitive, env }) => [sensitive, env]),
    [
      [false, null],
      [true, 'ANTHROPIC_API_KEY'],
      [false, null],
      [false, null],
    ],
  );
  assert.ok(named(read, 'Personal/Me').draft.fields.every(({ sensitive }) => sensitive));
});

test('1Password CSV: as version 8 writes it', () => {
  const csv = `Title,Url,Username,Password,OTPAuth,Favorite,Archived,Tags,Notes\nBank,https://bank.example/login?next=1,me,s3cret-pass,,false,true,money;home,\n`;
  const read = readImport('onepassword_csv', Buffer.from(csv));
  const bank = named(read, 'Bank');
  assert.deepEqual([bank.draft.url, bank.draft.tags], ['https://bank.example/login', ['money', 'home']]);
  assert.deepEqual(bank.notes, ['archived', 'url_made_sensitive']);
  assert.deepEqual(valuesOf(read).Bank, {
    password: 's3cret-pass',
    username: 'me',
    url: 'https://bank.example/login?next=1',
  });
});

test('KeePassXC CSV: groups below the root are folders', () => {
  const csv = [
    '"Group","Title","Username","Password","URL","Notes","TOTP","Icon","Last Modified","Created"',
    '"Root/Internet/Mail","Größe & Co.","me","pass""word, 1","https://x.example","two\nlines 2","","0","",""',
    '"Root","","","untitled-pass-1","","","","0","",""',
    '"Root","Nothing","me","","","","","0","",""',
  ].join('\n');
  const read = readImport('keepassxc_csv', Buffer.from(csv));
  assert.deepEqual(valuesOf(read), {
    'Internet/Mail/Gro-e-Co.': { password: 'pass"word, 1', username: 'me', notes: 'two\nlines 2' },
    item: { password: 'untitled-pass-1' },
  });
  assert.deepEqual(
    read.candidates.map(({ draft, from }) => [draft.name, from]),
    [
      ['Internet/Mail/Gro-e-Co.', 'Internet/Mail/Größe & Co.'],
      ['item', 'row 2'],
    ],
  );
  assert.deepEqual(read.skipped, [{ from: 'Nothing', why: 'empty' }]);
});

test('a file of another kind is refused, not half read', () => {
  const csv = Buffer.from('a,b\n1,2\n');
  for (const kind of [
    'onepassword_csv',
    'bitwarden_csv',
    'keepassxc_csv',
    'bitwarden_json',
    'onepassword_1pux',
    'docker',
  ] as const) {
    assert.throws(() => readImport(kind, csv), refusal('import_unreadable'));
  }
});
