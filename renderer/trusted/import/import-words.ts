// What the import window says: sources, notes and reasons in plain words. Holds text only.
import type { ImportClass, ImportNote, ImportSource, SkipReason } from '../../../app/contract/import.ts';

export interface SourceWords {
  readonly source: ImportSource;
  readonly name: string;
  /** What to give Postern, in a sentence. */
  readonly says: string;
}

export const sourceGroups: readonly { readonly title: string; readonly sources: readonly SourceWords[] }[] = [
  {
    title: 'Files',
    sources: [
      {
        source: 'dotenv',
        name: '.env',
        says: 'Each variable becomes a secret. Afterwards you say what becomes of the file.',
      },
      { source: 'aws', name: 'AWS', says: 'The file ~/.aws/credentials or ~/.aws/config.' },
      { source: 'gh', name: 'gh', says: 'What GitHub’s command keeps in ~/.config/gh/hosts.yml.' },
      { source: 'npmrc', name: 'npm', says: 'The tokens in ~/.npmrc, or in a project’s own .npmrc.' },
      { source: 'docker', name: 'Docker', says: 'The logins in ~/.docker/config.json.' },
    ],
  },
  {
    title: 'Password managers',
    sources: [
      {
        source: 'onepassword_1pux',
        name: '1Password .1pux',
        says: 'An export of 1Password with all its fields. It is not encrypted: delete it afterwards.',
      },
      {
        source: 'onepassword_csv',
        name: '1Password .csv',
        says: 'A table that 1Password exported. It is not encrypted: delete it afterwards.',
      },
      {
        source: 'bitwarden_json',
        name: 'Bitwarden .json',
        says: 'An export of Bitwarden without encryption: delete it afterwards.',
      },
      {
        source: 'bitwarden_csv',
        name: 'Bitwarden .csv',
        says: 'A table that Bitwarden exported. It is not encrypted: delete it afterwards.',
      },
      {
        source: 'keepassxc',
        name: 'KeePassXC database',
        says: 'A .kdbx file, read by keepassxc-cli, which has to be installed.',
      },
      {
        source: 'keepassxc_csv',
        name: 'KeePassXC .csv',
        says: 'A table that KeePassXC exported. It is not encrypted: delete it afterwards.',
      },
      { source: 'pass', name: 'pass', says: 'Your whole store. gpg may ask for its own passphrase.' },
    ],
  },
  {
    title: 'This computer',
    sources: [{ source: 'keychain', name: 'Keychain item', says: 'One entry of the system’s keychain, by its name.' }],
  },
];

export const classWords: Readonly<Record<ImportClass, string>> = {
  new: 'new',
  same: 'same',
  conflict: 'differs',
};

export const noteWords: Readonly<Record<ImportNote, string>> = {
  name_changed: 'Its title could not be a name as it stands, so the name was adapted.',
  name_numbered: 'Another entry of this import has the same name, so this one got a number.',
  field_renamed: 'A field got another name.',
  field_dropped: 'A field does not fit, such as a passkey, and is left out.',
  tag_dropped: 'A tag does not fit and is left out.',
  attachment_skipped: 'Attached files are left out.',
  history_dropped: 'Its older passwords are left out.',
  archived: 'It is archived there.',
  url_made_sensitive: 'Its address may hold a password, so it is kept sealed as a field.',
  made_sensitive: 'A long text in it is sealed: it is too long for lists.',
  env_dropped: 'Its variable could change how programs run, or is no valid one, so it is given none.',
  as_file: 'It is too long for the environment, so commands get it as a file.',
  totp_unusable: 'No one-time codes can be made from its seed. It is kept as it stands.',
  too_short_for_run: 'It is too short to be told from ordinary text, so no command gets it.',
  too_plain_for_run: 'It has too little variety to be told from ordinary text, so no command gets it.',
};

export const skipWords: Readonly<Record<SkipReason, string>> = {
  empty: 'it has no value that needs to be kept secret',
  value_too_long: 'its value is over 1 MiB',
  value_has_nul: 'its value holds a NUL byte',
  value_not_text: 'its value is not text',
  attachment_only: 'it is only an attached file',
  repeated: 'a later line sets the same thing',
  in_trash: 'it is in the trash',
  in_keychain: 'its value is in the system’s keychain: import that item instead',
  refers_elsewhere: 'it points at a variable or a program instead of holding a value',
  malformed: 'it could not be read',
  not_given: 'the program that keeps it did not give it',
  linked_folder: 'it lies in a linked folder, which is not followed',
};
