// SQLite's shell: what its SQL does, when all of it is in the command.
import type { RiskClass } from '../../../contract/risk.ts';
import { gravest } from '../gravest.ts';
import { judgeSql } from '../sql-risk.ts';
import type { ToolRisk } from '../tool-risk.ts';
import type { Use } from '../use.ts';

export const sqlite3 = {
  names: ['sqlite3'],
  target: 'a SQLite file',
  oneDash: true,
  flags: '-json -csv -header -noheader -column -line -list -table -box -markdown -html -readonly -safe -batch -bail',
  values: '-separator -nullvalue -newline -cmd -init',
  but: { '-init|-cmd|-A': 'unknown' },
  judge: (use: Use) => {
    const texts = use.operands.slice(1).map(judgeText);
    return { class: gravest(texts.map((one) => one.class)), words: texts.length === 1 ? (texts[0]?.words ?? []) : [] };
  },
} as const satisfies ToolRisk;

/** A dot command that only looks; others write files and start programs. */
function judgeText(text: string): { readonly class: RiskClass; readonly words: readonly string[] } {
  const looks = /^\s*\.(?:tables|schema|indexes|databases|dbinfo)(?:\s+\w+)?\s*$/.test(text);
  return looks ? { class: 'read', words: [] } : judgeSql(text);
}
