// A KeePassXC CSV export, which is also what `keepassxc-cli export -f csv` prints.
import type { ImportRead } from './candidates.ts';
import { readCsv } from './csv-table.ts';
import { Intake } from './intake.ts';
import { loginFields } from './login-item.ts';
import { textOf } from './source-text.ts';

/** The root group is the database itself and gives no folder. @throws BrokerError as `textOf` and `readCsv` */
export function readKeepassxcCsv(bytes: Uint8Array): ImportRead {
  const intake = new Intake();
  for (const row of readCsv(textOf(bytes), ['Group', 'Title', 'Username', 'Password'])) {
    const title = row.cell('Title');
    const groups = row.cell('Group').split('/').slice(1);
    intake.add({
      from: [...groups, title].join('/') || `row ${row.number}`,
      path: [...groups, title],
      kind: 'login',
      fields: loginFields({
        username: row.cell('Username'),
        password: row.cell('Password'),
        totp: row.cell('TOTP'),
      }),
      text: row.cell('Notes'),
      urls: [row.cell('URL')],
    });
  }
  return intake.read;
}
