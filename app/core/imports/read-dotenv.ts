// A `.env` file: each variable is a secret of its own, under its own name.
import type { ImportRead } from './candidates.ts';
import { type DotenvStatement, isVariable, readDotenvLines } from './dotenv-lines.ts';
import { maxSettingsBytes } from './import-limits.ts';
import { Intake } from './intake.ts';
import { textOf } from './source-text.ts';

/**
 * All quoting and multi-line forms that dotenv accepts; variables inside values stay as they are written. Of two lines with
 * the same variable the last one counts. `from` tells the line.
 * @throws BrokerError import_too_large, import_wrong_encoding, import_has_nul, import_too_many_items
 */
export function readDotenv(bytes: Uint8Array): ImportRead {
  const { variables, statements } = readDotenvLines(textOf(bytes, maxSettingsBytes));
  const intake = new Intake();
  const last = new Map((statements ?? []).map((statement) => [statement.name, statement]));
  for (const statement of statements ?? []) {
    if (!isVariable(statement)) intake.skip(lineOf(statement), 'malformed');
    else if (last.get(statement.name) !== statement) intake.skip(lineOf(statement), 'repeated');
  }
  for (const { name, value } of variables) {
    const statement = last.get(name);
    const field = { name: 'value', value, sensitive: true, inject: 'environment', env: name } as const;
    const from = statement === undefined ? name : lineOf(statement);
    intake.add({ from, path: [name], fields: [field], variable: name });
  }
  return intake.read;
}

function lineOf({ firstLine, lastLine, name }: DotenvStatement): string {
  return firstLine === lastLine ? `${firstLine}: ${name}` : `${firstLine} to ${lastLine}: ${name}`;
}
