// The shell of MySQL and MariaDB: what its SQL does, when all of it is in the command.
import { gravest } from '../gravest.ts';
import { judgeSql } from '../sql-risk.ts';
import type { ToolRisk } from '../tool-risk.ts';
import { type Use, valuesOf } from '../use.ts';
import { isLocalHost } from './database-host.ts';

export const mysql = {
  names: ['mysql', 'mariadb'],
  target: 'a MySQL database',
  flags:
    '-p --password -t --table -B --batch -N --skip-column-names -s --silent -r --raw -E --vertical -H --html -X --xml --no-defaults',
  values: '-e --execute -u --user -D --database -h --host -P --port',
  but: {
    '-h|--host': (host) => (isLocalHost(host) ? 'read' : 'unknown'),
    '--defaults-file|--defaults-extra-file|--init-command|--tee|--pager|--plugin-dir|-S|--socket|--local-infile':
      'unknown',
  },
  judge: (use: Use) => {
    const texts = valuesOf(use, '-e|--execute').map((text) => judgeSql(text.replace(/\\[gG]\s*$/, '')));
    return { class: gravest(texts.map((one) => one.class)), words: texts.length === 1 ? (texts[0]?.words ?? []) : [] };
  },
} as const satisfies ToolRisk;
