// That a command holds values of the vault itself, which then stand in it as markers. Pure.
import type { Said } from './said.ts';
import { codes } from './said.ts';

/** `The command holds the value of db/url itself.` `holds` is not empty. */
export function heldWords(holds: readonly string[]): readonly Said[] {
  const values = holds.length === 1 ? 'the value of ' : 'the values of ';
  return [['The command holds ', values, ...codes(holds, 6, (count) => `${count} secrets`), ' itself.']];
}
