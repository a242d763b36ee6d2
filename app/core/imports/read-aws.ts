// The AWS credentials and config files: one secret for each profile that holds keys. A `credential_process` is never run.
import type { ImportRead } from './candidates.ts';
import type { FoundField } from './field-intake.ts';
import { maxSettingsBytes } from './import-limits.ts';
import { Intake } from './intake.ts';
import { textOf } from './source-text.ts';

/** Reads either file. @throws BrokerError as `textOf` */
export function readAws(bytes: Uint8Array): ImportRead {
  const intake = new Intake();
  for (const [profile, settings] of profilesOf(textOf(bytes, maxSettingsBytes))) {
    const from = `[${profile}]`;
    const has = (name: string) => (settings.get(name) ?? '') !== '';
    if (has('aws_secret_access_key')) {
      intake.add({ from, path: ['aws', profile], kind: 'aws', authPattern: 'environment', fields: fieldsOf(settings) });
    } else if (['credential_process', 'role_arn', 'sso_session', 'sso_start_url'].some(has)) {
      intake.skip(from, 'refers_elsewhere');
    } else intake.skip(from, 'empty');
  }
  return intake.read;
}

function fieldsOf(settings: ReadonlyMap<string, string>): readonly FoundField[] {
  const sensitive = (name: string, key: string, env: string): FoundField => {
    return { name, value: settings.get(key) ?? '', sensitive: true, env };
  };
  return [
    sensitive('access-key-id', 'aws_access_key_id', 'AWS_ACCESS_KEY_ID'),
    sensitive('secret-access-key', 'aws_secret_access_key', 'AWS_SECRET_ACCESS_KEY'),
    sensitive('session-token', 'aws_session_token', 'AWS_SESSION_TOKEN'),
    { name: 'region', value: settings.get('region') ?? '', sensitive: false, env: 'AWS_REGION' },
  ];
}

/**
 * As the AWS tools read these files: a comment is a whole line or begins after white space; an indented line belongs to the
 * setting above it; `[profile name]` and `[name]` are the same. The `ini` library would cut values at `;` and `#`, and would
 * take a profile `a.b` for a part of `a`.
 */
function profilesOf(text: string): ReadonlyMap<string, ReadonlyMap<string, string>> {
  const profiles = new Map<string, Map<string, string>>();
  let settings = new Map<string, string>();
  for (const line of text.split(/\r\n?|\n/)) {
    const [section] = /^\[[^\]]{1,300}\]/.exec(line) ?? [];
    const [, key = '', value = ''] = /^([^\s=#;[][^=]{0,200})=(.*)$/.exec(line) ?? [];
    if (section !== undefined) {
      const profile = section
        .slice(1, -1)
        .trim()
        .replace(/^profile\s+/, '')
        .replace(/^(["'])(.*)\1$/, '$2');
      settings = profiles.get(profile) ?? new Map();
      if (!/^(sso-session|services|plugins|preview)\b/.test(profile)) profiles.set(profile, settings);
    } else if (key !== '') settings.set(key.trim().toLowerCase(), value.replace(/\s[;#].*$/, '').trim());
  }
  return profiles;
}
