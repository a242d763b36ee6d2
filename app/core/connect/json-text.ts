// Edits of JSON, with or without comments, for one entry of one object. Nothing is laid out anew: the lines of the entry come and go,
// with the comma that they need. (jsonc-parser's own `modify` lays its neighbour out anew and drops the comments beside what it removes.)
import { applyEdits, createScanner, type Edit, getNodeValue, type Node, type SyntaxKind } from 'jsonc-parser';
import { BrokerError } from '../../contract/fault.ts';
import type { EntryPlace } from './entry.ts';
import { locate, othersOf, valueIn } from './json-tree.ts';

/** undefined: there is none. @throws BrokerError as `locate` */
export function jsonEntry(text: string, place: EntryPlace): unknown {
  const value = valueIn(locate(text, place).property);
  return value === null ? undefined : getNodeValue(value);
}

/** @throws BrokerError as `locate`; config_unclear: it would not come out as meant */
export function withJsonEntry(text: string, place: EntryPlace, value: unknown): string {
  const { root, list, property } = locate(text, place);
  return checked(text, editedWith(text, place, { root, list, property }, value), place, value);
}

/** @throws BrokerError as `withJsonEntry` */
export function withoutJsonEntry(text: string, place: EntryPlace): string {
  const { list, property } = locate(text, place);
  if (list === null || property === null) throw new BrokerError('internal');
  return checked(text, applyEdits(text, removal(text, list, property)), place, undefined);
}

function editedWith(
  text: string,
  { list: key, name }: EntryPlace,
  at: ReturnType<typeof locate>,
  value: unknown,
): string {
  const style = styleOf(text, at.root);
  const before = valueIn(at.property);
  if (before !== null) {
    const content = written(value, style, indentAt(text, at.property?.offset ?? 0));
    return applyEdits(text, [{ offset: before.offset, length: before.length, content }]);
  }
  if (at.list !== null) return applyEdits(text, insertion(text, at.list, [name, value], style));
  if (at.root !== null) return applyEdits(text, insertion(text, at.root, [key, { [name]: value }], style));
  return `${JSON.stringify({ [key]: { [name]: value } }, null, 2)}\n`;
}

interface Style {
  readonly eol: string;
  /** One level; null: all of it stands in one line. */
  readonly indent: string | null;
}

function styleOf(text: string, root: Node | null): Style {
  const eol = /\r?\n/.exec(text)?.[0] ?? '\n';
  const first = root?.children?.[0];
  if (first === undefined) return { eol, indent: '  ' };
  return isFirstOnLine(text, first.offset)
    ? { eol, indent: indentAt(text, first.offset) || '  ' }
    : { eol, indent: null };
}

/** The value in lines, each after the first behind `margin`; or in one. */
function written(value: unknown, { eol, indent }: Style, margin: string | null): string {
  if (indent === null || margin === null) return JSON.stringify(value);
  return JSON.stringify(value, null, indent).replaceAll('\n', `${eol}${margin}`);
}

/** One more property behind the last one of an object. */
function insertion(text: string, object: Node, [key, value]: readonly [string, unknown], style: Style): Edit[] {
  const last = object.children?.at(-1);
  const property = (margin: string | null) => {
    const spaced = margin === null ? '' : ' ';
    return `${JSON.stringify(key)}:${spaced}${written(value, style, margin)}`;
  };
  if (last === undefined) {
    const start = object.offset + 1;
    const inside = text.slice(start, object.offset + object.length - 1);
    const offset = start + inside.trimEnd().length;
    if (style.indent === null) return [{ offset, length: 0, content: property(null) }];
    const margin = indentAt(text, object.offset) ?? '';
    const inner = margin + style.indent;
    const rest = text.slice(offset, start + inside.length);
    const close = rest.includes('\n') ? rest : style.eol + margin;
    return [{ offset, length: rest.length, content: style.eol + inner + property(inner) + close }];
  }
  const end = last.offset + last.length;
  const { comma, lineEnd } = behind(text, end);
  const trailing = comma === null ? '' : ',';
  const edits = comma === null ? [{ offset: end, length: 0, content: ',' }] : [];
  if (!isFirstOnLine(text, last.offset))
    return [...edits, { offset: comma === null ? end : comma + 1, length: 0, content: property(null) + trailing }];
  const margin = indentAt(text, last.offset);
  return [...edits, { offset: lineEnd, length: 0, content: style.eol + margin + property(margin) + trailing }];
}

function removal(text: string, object: Node, property: Node): Edit[] {
  const children = object.children ?? [];
  const at = children.indexOf(property);
  const previous = children[at - 1];
  const start = startWithSpace(text, property.offset);
  const end = property.offset + property.length;
  const { comma } = behind(text, end);
  if (comma !== null) return [{ offset: start, length: comma + 1 - start, content: '' }];
  const own = { offset: start, length: end - start, content: '' };
  if (previous !== undefined) {
    const before = behind(text, previous.offset + previous.length).comma;
    return before === null ? [own] : [{ offset: before, length: 1, content: '' }, own];
  }
  const inside = text.slice(object.offset + 1, start) + text.slice(end, object.offset + object.length - 1);
  return inside.trim() === '' ? [{ offset: object.offset + 1, length: object.length - 2, content: '' }] : [own];
}

/** The comma that follows a property, if any, and where what belongs to its line ends: behind comma and comments. */
function behind(text: string, end: number): { readonly comma: number | null; readonly lineEnd: number } {
  const scanner = createScanner(text);
  scanner.setPosition(end);
  let comma: number | null = null;
  let lineEnd = end;
  for (let onLine = true; ; ) {
    const token: SyntaxKind = scanner.scan();
    if (token === tokens.comma && comma === null) {
      comma = scanner.getTokenOffset();
      onLine = true;
    } else if (token === tokens.lineBreak) onLine = false;
    else if (token !== tokens.space && token !== tokens.lineComment && token !== tokens.blockComment)
      return { comma, lineEnd };
    if (onLine && token !== tokens.space) lineEnd = scanner.getPosition();
  }
}

/** jsonc-parser's kinds, which are a `const enum` of its own. */
const tokens = { comma: 5, lineComment: 12, blockComment: 13, lineBreak: 14, space: 15 } as const;

/** From the end of the line before, when it is the first of its own; otherwise from behind the spaces before it. */
function startWithSpace(text: string, offset: number): number {
  const lead = leadOf(text, offset);
  const lineStart = offset - lead.length;
  if (lead.trim() !== '') return lineStart + lead.trimEnd().length;
  return text.slice(lineStart - 2, lineStart) === '\r\n' ? lineStart - 2 : Math.max(0, lineStart - 1);
}

function isFirstOnLine(text: string, offset: number): boolean {
  return leadOf(text, offset).trim() === '';
}

/** The space that the line of this place begins with. */
function indentAt(text: string, offset: number): string {
  return /^[ \t]*/.exec(leadOf(text, offset))?.[0] ?? '';
}

/** What stands before it in its line. */
function leadOf(text: string, offset: number): string {
  return text.slice(offset === 0 ? 0 : text.lastIndexOf('\n', offset - 1) + 1, offset);
}

/** Reads the result again: our entry is as meant, and every other value stands where and as it stood. */
function checked(before: string, after: string, place: EntryPlace, value: unknown): string {
  if (!isAsMeant(before, after, place, value)) throw new BrokerError('config_unclear');
  return after;
}

function isAsMeant(before: string, after: string, place: EntryPlace, value: unknown): boolean {
  const others = (text: string) => othersOf(locate(text, place).root, text, place).join('\n');
  try {
    return JSON.stringify(jsonEntry(after, place)) === JSON.stringify(value) && others(before) === others(after);
  } catch {
    return false;
  }
}
