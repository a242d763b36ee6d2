// Reads and writes the files of the corpus. Text that a scanner of the repository takes for a real key is written in parts.
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export type Fields = Readonly<Record<string, unknown>>;

const folder = join(import.meta.dirname, '../../app/core/redaction/vectors');

export function readFields(): ReadonlyMap<string, Fields> {
  const names = readdirSync(folder).sort();
  return new Map(names.map((name) => [name, JSON.parse(readFileSync(join(folder, name), 'utf8'))]));
}

export function writeFields(name: string, fields: Fields): void {
  // A range on one line.
  const json = JSON.stringify(fields, null, 2).replace(/\[\s+(\d+),\s+(\d+)\s+\]/g, '[$1, $2]');
  writeFileSync(join(folder, name), `${json}\n`);
}

export function removeFields(name: string): void {
  rmSync(join(folder, name));
}

export function textField(text: string): string | readonly string[] {
  const parts = text.split(alarming);
  return parts.length === 1 ? text : parts;
}

export function bytesField(bytes: Buffer): Fields {
  const text = bytes.toString();
  return Buffer.from(text).equals(bytes) ? { utf8: textField(text) } : { base64: bytes.toString('base64') };
}

/** The places to part a text at: in the armour of a private key, in a JWT, before a password in a URL. */
const alarming = /(?<=PRIVATE )(?=KEY)|(?<=eyJ[\w-]+\.)(?=eyJ)|(?<=:\/\/[\w-]+:)(?=[^\s/@]+@)/;
