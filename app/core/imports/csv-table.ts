// A CSV export as rows with named cells. Rows and columns are counted before the parser sees them.
import { parse } from 'csv-parse/sync';
import { z } from 'zod';
import { BrokerError } from '../../contract/fault.ts';
import { maxImportItems } from '../../contract/import.ts';
import { maxColumns } from './import-limits.ts';

export interface CsvRow {
  /** Its place among the rows after the header, from 1. */
  readonly number: number;
  /** Of the column with that header, whatever its case; empty when there is no such column. */
  cell(header: string): string;
}

/**
 * The first row is the header. `required`: headers without which it is another kind of file.
 * @throws BrokerError import_columns, import_too_many_items, import_unreadable
 */
export function readCsv(text: string, required: readonly string[]): readonly CsvRow[] {
  requireBounded(text);
  const [header = [], ...records] = parsed(text);
  const columns = new Map(header.map((name, i) => [name.trim().toLowerCase(), i]));
  if (columns.size < header.length) throw new BrokerError('import_columns');
  if (required.some((name) => !columns.has(name.toLowerCase()))) throw new BrokerError('import_unreadable');
  return records.map((record, i) => ({
    number: i + 1,
    cell: (name) => record[columns.get(name.toLowerCase()) ?? -1] ?? '',
  }));
}

function parsed(text: string): readonly (readonly string[])[] {
  try {
    return z.array(z.array(z.string())).parse(parse(text, { columns: false, skip_empty_lines: true }));
  } catch {
    // The parser's own message quotes the row.
    throw new BrokerError('import_unreadable');
  }
}

function requireBounded(text: string): void {
  let quoted = false;
  let columns = 1;
  let rows = 1;
  for (let i = 0; i < text.length; i += 1) {
    const char = text.charCodeAt(i);
    if (char === 0x22) quoted = !quoted;
    else if (quoted) continue;
    else if (char === 0x2c) columns += 1;
    else if (char === 0x0a || char === 0x0d) {
      // A blank line is no row, and of CRLF one half is counted.
      if (i > 0 && !isBreak(text.charCodeAt(i - 1))) rows += 1;
      columns = 1;
    }
    if (columns > maxColumns) throw new BrokerError('import_columns');
    // One for the header, one for the line that ends after the last row.
    if (rows > maxImportItems + 2) throw new BrokerError('import_too_many_items');
  }
}

function isBreak(char: number): boolean {
  return char === 0x0a || char === 0x0d;
}
