// What SQL does, by its words. It understands too little of SQL to trust a text: only what is made of plain statements, plain
// strings and functions known to be pure is a read. Views, rules, operators and triggers are out of its reach.
import type { RiskClass } from '../../contract/risk.ts';
import { gravest } from './gravest.ts';
import type { Judged } from './tool-risk.ts';

/** Every statement of `text` counts. `words` is the keyword of a single one. */
export function judgeSql(text: string): Judged {
  if (passwords.test(text)) return { class: 'disclose', words: [] };
  const plain = withoutStrings(text);
  // a backslash may escape a quote, `$` may start a dollar-quoted string or a shell variable: either hides what follows
  if (plain === null) return { class: gravest(['unknown', ...graveWords(text)]), words: [] };
  const statements = plain.split(';').filter((statement) => statement.trim() !== '');
  const keywords = statements.map((statement) => /[A-Za-z]+/.exec(statement)?.[0]?.toLowerCase() ?? '');
  return {
    class: gravest(statements.map(judgeStatement)),
    words: keywords.length === 1 && keywords[0] !== undefined ? [keywords[0]] : [],
  };
}

const reads =
  /^\s*\(?\s*(?:select|table|values|explain|show|describe|desc|with|use)\b|^\s*(?:begin|commit|rollback|end)(?:\s+(?:work|transaction))?\s*$/i;
const writes =
  /^\s*(?:insert|update|merge|create|alter|grant|revoke|comment|reindex|vacuum|analyze|refresh|replace)\b/i;
const deletes = /\b(?:delete|drop|truncate)\b/i;
const changes = /\b(?:insert|update|merge|create|alter|into|grant|revoke|replace)\b/i;
const passwords =
  /\b(?:pg_authid|pg_shadow|pg_user_mappings?|authentication_string|mysql\s*\.\s*(?:user|global_priv))\b/i;
const pureFunctions = new Set(
  `count sum avg min max coalesce nullif now lower upper length char_length substring substr trim ltrim rtrim round abs ceil
  ceiling floor mod power sqrt sign date date_trunc date_part extract to_char to_date to_timestamp age cast concat concat_ws
  position strpos instr replace split_part regexp_replace regexp_matches left right lpad rpad greatest least array_agg string_agg
  group_concat json_agg jsonb_agg json_build_object jsonb_build_object json_object json_object_agg jsonb_object_agg to_json
  to_jsonb row_to_json json_array_length jsonb_array_length jsonb_pretty json_extract jsonb_array_elements json_each json_each_text
  jsonb_each jsonb_object_keys unnest array_length cardinality generate_series row_number rank dense_rank ntile lag lead
  first_value last_value percentile_cont percentile_disc bool_and bool_or every stddev variance corr width_bucket md5 date_add
  date_sub year month day datediff date_format strftime julianday datetime time typeof ifnull if iif total current_database current_schema
  current_user version pg_size_pretty pg_total_relation_size pg_relation_size pg_table_size pg_database_size pg_get_viewdef
  pg_get_indexdef pg_get_constraintdef format_type obj_description col_description has_table_privilege pg_is_in_recovery`.split(
    /\s+/,
  ),
);
/** Words that a parenthesis may follow without a call. */
const openers = new Set(
  `select from where and or not in any some all exists as on using over filter within values group by partition order having
  limit offset union intersect except case when then else between like ilike is distinct lateral join with materialized explain
  varchar char numeric decimal array interval timestamp`.split(/\s+/),
);

/** A `replace(` is a function; MySQL's statement of that name begins one. */
function judgeStatement(statement: string): RiskClass {
  if (deletes.test(statement)) return 'delete';
  if (/^\s*show\s+create\s+(?:table|view|database)\s+[\w.]+\s*$/i.test(statement)) return 'read';
  if (writes.test(statement)) return 'write';
  if (!reads.test(statement) && !isKnownPragma(statement)) return 'unknown';
  if (changes.test(statement.replace(/\breplace\s*\(/gi, '('))) return 'write';
  return callsOnlyPure(statement) || isKnownPragma(statement) ? 'read' : 'unknown';
}

function isKnownPragma(statement: string): boolean {
  return /^\s*pragma\s+(?:table_(?:x?info|list)|index_(?:x?info|list)|foreign_key_list|database_list|integrity_check|user_version|compile_options)\s*(?:\(\s*\w+\s*\))?\s*$/i.test(
    statement,
  );
}

function callsOnlyPure(statement: string): boolean {
  const before = statement.split('(').slice(0, -1);
  const names = before.map(
    (text) =>
      text
        .trimEnd()
        .split(/[\s()=<>+*/|,;-]/)
        .at(-1)
        ?.toLowerCase() ?? '',
  );
  return names.every((name) => name === '' || pureFunctions.has(name) || openers.has(name));
}

/** Without comments, strings emptied, quoted names as `"`. null: dialects differ on where something in it ends. */
function withoutStrings(text: string): string | null {
  if (/[\\$#`\r\0]|\/\*[!+]|:['"{]|\[(?!\w*\])/.test(text)) return null;
  const parts = /--[^\n]*|\/\*|'[^']*'|"[^"]*"/;
  let plain = '';
  let rest = text;
  for (let found = parts.exec(rest); found !== null; found = parts.exec(rest)) {
    const [part] = found;
    // MySQL takes `--1` for a sum
    if (/^--\S/.test(part)) return null;
    // comments nest in PostgreSQL and do not in MySQL and SQLite
    const end = part === '/*' ? rest.indexOf('*/', found.index) + 2 : found.index + part.length;
    if (end < 2 || (part === '/*' && rest.slice(found.index + 2, end).includes('/*'))) return null;
    plain += `${rest.slice(0, found.index)}${stand(part)}`;
    rest = rest.slice(end);
  }
  return /['"]/.test(rest) ? null : plain + rest;
}

function stand(part: string): string {
  if (part.startsWith("'")) return "''";
  return part.startsWith('"') ? '"' : ' ';
}

function graveWords(text: string): readonly RiskClass[] {
  return deletes.test(text) ? ['delete'] : [];
}
