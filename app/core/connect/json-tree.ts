// JSON as a tree over its text, with or without comments. What does not parse is refused, never mended.
import { type Node, type ParseError, parseTree } from 'jsonc-parser';
import { BrokerError } from '../../contract/fault.ts';
import type { EntryPlace } from './entry.ts';

/** Where an entry stands in a text, or would. */
export interface Located {
  /** null: the text is empty. */
  readonly root: Node | null;
  /** The object of all entries; null: there is none yet. */
  readonly list: Node | null;
  /** The property of our entry; null: there is none. */
  readonly property: Node | null;
}

/** @throws BrokerError config_unreadable; config_shape: something else than an object; config_unclear: a key on the way stands twice */
export function locate(text: string, { list, name, strict }: EntryPlace): Located {
  const root = treeOf(text, strict);
  if (root === null) return { root, list: null, property: null };
  if (root.type !== 'object') throw new BrokerError('config_shape');
  const listed = valueIn(propertyOf(root, list));
  if (listed === null) return { root, list: null, property: null };
  if (listed.type !== 'object') throw new BrokerError('config_shape');
  return { root, list: listed, property: propertyOf(listed, name) };
}

/** The value of a property; null of none. */
export function valueIn(property: Node | null): Node | null {
  return property?.children?.[1] ?? null;
}

/**
 * Every value that holds no other, as it is written and with the way to it; without those of the entry, and without the objects
 * around it when they hold nothing else.
 */
export function othersOf(root: Node | null, text: string, { list, name }: EntryPlace): readonly string[] {
  const found: string[] = [];
  const visit = (node: Node, way: readonly (string | number)[]): void => {
    const [first, second] = way;
    if (first === list && second === name) return;
    const children = node.children ?? [];
    if (children.length === 0 && node.type === 'object' && (way.length === 0 || (way.length === 1 && first === list)))
      return;
    if (children.length === 0) found.push(`${JSON.stringify(way)} ${text.substr(node.offset, node.length)}`);
    children.forEach((child, at) => {
      const value = valueIn(child);
      if (node.type === 'array') visit(child, [...way, at]);
      else if (value !== null) visit(value, [...way, keyOf(child)]);
    });
  };
  if (root !== null) visit(root, []);
  return found;
}

function treeOf(text: string, strict: boolean): Node | null {
  if (text.trim() === '') return null;
  const errors: ParseError[] = [];
  try {
    const tree = parseTree(text, errors, { disallowComments: strict, allowTrailingComma: !strict });
    if (errors.length > 0 || tree === undefined) throw new BrokerError('config_unreadable');
    return tree;
  } catch (cause) {
    // It nests too deep to be walked.
    throw cause instanceof BrokerError ? cause : new BrokerError('config_unreadable', { cause });
  }
}

function propertyOf(object: Node, key: string): Node | null {
  const found = (object.children ?? []).filter((property) => keyOf(property) === key);
  if (found.length > 1) throw new BrokerError('config_unclear');
  return found[0] ?? null;
}

function keyOf(property: Node): string {
  return String(property.children?.[0]?.value ?? '');
}
