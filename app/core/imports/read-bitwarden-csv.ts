// A Bitwarden CSV export: logins and notes of one account, or of an organisation (with `collections` for `folder`).
import type { ImportRead } from './candidates.ts';
import { readCsv } from './csv-table.ts';
import type { FoundField } from './field-intake.ts';
import { Intake } from './intake.ts';
import { loginFields } from './login-item.ts';
import { textOf } from './source-text.ts';

/** @throws BrokerError as `textOf` and `readCsv` */
export function readBitwardenCsv(bytes: Uint8Array): ImportRead {
  const intake = new Intake();
  for (const row of readCsv(textOf(bytes), ['type', 'name', 'login_username', 'login_password'])) {
    const title = row.cell('name');
    const [collection = ''] = row.cell('collections').split(',');
    const folders = (row.cell('folder') || collection).split('/').filter((folder) => folder !== '');
    intake.add({
      from: [...folders, title].join('/') || `row ${row.number}`,
      path: [...folders, title],
      kind: row.cell('type') === 'login' ? 'login' : 'other',
      fields: [
        ...loginFields({
          username: row.cell('login_username'),
          password: row.cell('login_password'),
          totp: row.cell('login_totp'),
        }),
        ...customFields(row.cell('fields')),
      ],
      text: row.cell('notes'),
      urls: row.cell('login_uri').split(','),
    });
  }
  return intake.read;
}

/** Lines of `name: value`; whether one was hidden is not in the file, so all are sensitive. A line without a name goes on. */
function customFields(cell: string): readonly FoundField[] {
  const fields: FoundField[] = [];
  for (const line of cell.split('\n')) {
    const [, name, value = ''] = /^([^:]{1,200}): (.*)$/s.exec(line) ?? [];
    const last = fields.pop();
    if (name !== undefined) fields.push(...(last === undefined ? [] : [last]), { name, value, sensitive: true });
    else if (last !== undefined) fields.push({ ...last, value: `${last.value}\n${line}` });
    else if (line !== '') fields.push({ name: 'field', value: line, sensitive: true });
  }
  return fields;
}
