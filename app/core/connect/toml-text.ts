// Edits of TOML for one table of one table: appended as text, removed as text, so that comments and layout stay. The result is read
// again and compared; whatever else would have changed, nothing is.
import { parse, stringify, type TomlTable } from 'smol-toml';
import { BrokerError } from '../../contract/fault.ts';
import type { Entry, EntryPlace } from './entry.ts';

/** undefined: there is none. @throws BrokerError config_unreadable, config_shape */
export function tomlEntry(text: string, { list, name }: EntryPlace): unknown {
  const listed = tableOf(text)[list];
  if (listed === undefined) return undefined;
  if (!isTable(listed)) throw new BrokerError('config_shape');
  return listed[name];
}

/** @throws BrokerError as `tomlEntry`; config_unclear: it would not come out as meant */
export function withTomlEntry(text: string, place: EntryPlace, { command, args }: Entry): string {
  const rest = tomlEntry(text, place) === undefined ? text : withoutTomlEntry(text, place);
  const eol = /\r?\n/.exec(text)?.[0] ?? '\n';
  const block = stringify({ [place.list]: { [place.name]: { command, args: [...args] } } }).trim();
  const gap = rest === '' ? '' : rest.endsWith('\n') ? eol : eol + eol;
  const after = `${rest}${gap}${block.replaceAll('\n', eol)}${eol}`;
  return checked(text, after, place, { command, args });
}

/** @throws BrokerError as `withTomlEntry` */
export function withoutTomlEntry(text: string, place: EntryPlace): string {
  const lines = text.split(/(?<=\n)/);
  const kept: string[] = [];
  let cut: string[] | null = null;
  const endCut = () => {
    // What stands behind its last line belongs to what follows.
    const left = cut === null ? [] : cut.slice(cut.findLastIndex((line) => /^\s*[^\s#]/.test(line)) + 1);
    if (kept.at(-1)?.trim() === '' && (left[0] ?? '').trim() === '') kept.pop();
    kept.push(...left);
    cut = null;
  };
  for (const line of lines) {
    if (/^\s*\[/.test(line)) {
      if (cut !== null) endCut();
      if (isHeaderOf(line, place)) cut = [];
    }
    (cut ?? kept).push(line);
  }
  if (cut !== null) endCut();
  return checked(text, kept.join(''), place, undefined);
}

/** `[mcp_servers.postern]`, or of a table in it. */
function isHeaderOf(line: string, { list, name }: EntryPlace): boolean {
  const key = (word: string) => `(?:${word}|"${word}"|'${word}')`;
  return new RegExp(`^\\s*\\[\\s*${key(list)}\\s*\\.\\s*${key(name)}\\s*[.\\]]`).test(line);
}

function checked(before: string, after: string, place: EntryPlace, value: unknown): string {
  if (!isAsMeant(before, after, place, value)) throw new BrokerError('config_unclear');
  return after;
}

function isAsMeant(before: string, after: string, place: EntryPlace, value: unknown): boolean {
  try {
    return written(tomlEntry(after, place)) === written(value) && othersOf(before, place) === othersOf(after, place);
  } catch {
    return false;
  }
}

/** Everything but our entry, and but the table around it when that holds nothing else. */
function othersOf(text: string, { list, name }: EntryPlace): string {
  const { [list]: listed, ...rest } = tableOf(text);
  const { [name]: _ours, ...others } = isTable(listed) ? listed : {};
  return written([rest, others]);
}

function tableOf(text: string): TomlTable {
  try {
    return parse(text, { integersAsBigInt: true });
  } catch (cause) {
    throw new BrokerError('config_unreadable', { cause });
  }
}

function isTable(value: unknown): value is TomlTable {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date);
}

function written(value: unknown): string {
  const plain = (_key: string, each: unknown) =>
    typeof each === 'bigint' || typeof each === 'number' ? `${typeof each} ${each}` : each;
  return JSON.stringify(value, plain) ?? '';
}
