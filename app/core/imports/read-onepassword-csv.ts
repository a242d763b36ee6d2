// A 1Password CSV export: logins and passwords only, as 1Password writes it.
import type { ImportRead } from './candidates.ts';
import { readCsv } from './csv-table.ts';
import { Intake } from './intake.ts';
import { loginFields } from './login-item.ts';
import { textOf } from './source-text.ts';

/** @throws BrokerError as `textOf` and `readCsv` */
export function readOnepasswordCsv(bytes: Uint8Array): ImportRead {
  const intake = new Intake();
  for (const row of readCsv(textOf(bytes), ['Title', 'Username', 'Password'])) {
    const title = row.cell('Title');
    intake.add({
      from: title || `row ${row.number}`,
      path: [title],
      kind: 'login',
      fields: loginFields({
        username: row.cell('Username'),
        password: row.cell('Password'),
        totp: row.cell('OTPAuth') || row.cell('One-time password'),
      }),
      text: row.cell('Notes'),
      urls: [row.cell('Url') || row.cell('Website')],
      tags: row
        .cell('Tags')
        .split(/[;,]/)
        .map((tag) => tag.trim())
        .filter((tag) => tag !== ''),
      notes: row.cell('Archived').toLowerCase() === 'true' ? ['archived'] : [],
    });
  }
  return intake.read;
}
