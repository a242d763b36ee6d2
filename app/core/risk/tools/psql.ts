// PostgreSQL's shell: what its SQL does, when all of it is in the command.
import { gravest } from '../gravest.ts';
import { judgeSql } from '../sql-risk.ts';
import type { ToolRisk } from '../tool-risk.ts';
import { type Use, valuesOf } from '../use.ts';
import { isLocalHost, namesPlace } from './database-host.ts';

const place = (database: string) => (namesPlace(database) ? 'unknown' : 'read');

export const psql = {
  names: ['psql'],
  target: 'a PostgreSQL database',
  flags: `-t --tuples-only -A --no-align -x --expanded -q --quiet -X --no-psqlrc -H --html --csv -w --no-password -W --password -1
    --single-transaction -e --echo-queries -z -0 -a --echo-all -E`,
  values:
    '-c --command -d --dbname -h --host -p --port -U --username -F --field-separator -R --record-separator -P --pset -o --output',
  but: {
    '-h|--host': (host) => (isLocalHost(host) ? 'read' : 'unknown'),
    '-d|--dbname': place,
    // its value may be a program: `|sh`
    '-o|--output': 'unknown',
    '-P|--pset': (setting) =>
      /^(?:format|border|null|pager|tuples_only|footer|expanded)(?:=\w*)?$/.test(setting) ? 'read' : 'unknown',
    '-f|--file|-v|--set|--variable|-L|--log-file|-s|--single-step|-S|--single-line': 'unknown',
  },
  judge: (use: Use) => {
    const commands = valuesOf(use, '-c|--command').map(judgeCommand);
    const places = use.operands.map(place);
    const [only] = commands;
    return {
      class: gravest([gravest(commands.map((one) => one.class)), ...places]),
      words: commands.length === 1 ? (only?.words ?? []) : [],
    };
  },
} as const satisfies ToolRisk;

/** A backslash command looks at the catalogue, `\d` and its kin, or may start a program. */
function judgeCommand(text: string) {
  const looks = /^\s*\\(?:d[a-zA-Z]{0,3}[+S]{0,2}|l\+?|conninfo|sf|sv)(?:\s+[\w.*?]+)?\s*$/.test(text);
  return looks ? ({ class: 'read', words: [] } as const) : judgeSql(text);
}
