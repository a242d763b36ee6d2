// How a leaked value may look in a file or a stream, made without Postern's own code, so that it can prove Postern wrong.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Name and bytes of each form to search for. Base64 in all three alignments, by the part that the value alone decides. */
export function leakForms(value: string): readonly { readonly name: string; readonly bytes: Buffer }[] {
  const bytes = Buffer.from(value, 'utf8');
  const hex = bytes.toString('hex');
  const forms: [string, string | Buffer][] = [
    ['raw', bytes],
    ['UTF-16', Buffer.from(value, 'utf16le')],
    ['hex', hex],
    ['HEX', hex.toUpperCase()],
    ['spaced hex', hex.replace(/..(?=.)/g, '$& ')],
    ['URL', encodeURIComponent(value)],
    ['URL, every byte', hex.replace(/../g, '%$&')],
    ['JSON', JSON.stringify(value).slice(1, -1)],
    ['HTML', value.replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`)],
    ['reversed', [...value].reverse().join('')],
  ];
  for (const shift of [0, 1, 2]) {
    const coded = Buffer.concat([Buffer.alloc(shift, 0x78), bytes])
      .toString('base64')
      .replace(/=+$/, '');
    const core = coded.slice(shift === 0 ? 0 : shift + 1, -2);
    forms.push([`base64+${shift}`, core], [`base64url+${shift}`, core.replaceAll('+', '-').replaceAll('/', '_')]);
  }
  return forms.map(([name, form]) => ({ name, bytes: Buffer.from(form as string) }));
}

/** The names of the forms that `haystack` holds. */
export function formsIn(haystack: Buffer | string, value: string): readonly string[] {
  const bytes = Buffer.isBuffer(haystack) ? haystack : Buffer.from(haystack, 'utf8');
  return leakForms(value)
    .filter((form) => bytes.includes(form.bytes))
    .map(({ name }) => name);
}

/** The files under `folder` that hold it, each with the forms they do. */
export function filesWith(folder: string, value: string): readonly string[] {
  return filesIn(folder).flatMap((file) => {
    const bytes = unlessGone(() => readFileSync(file)) ?? '';
    return formsIn(bytes, value).map((form) => `${file}: ${form}`);
  });
}

/** Every file under `folder`. Chromium removes some of its own while this reads. */
export function filesIn(folder: string): readonly string[] {
  const entries = unlessGone(() => readdirSync(folder, { withFileTypes: true })) ?? [];
  return entries.flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return filesIn(path);
    return entry.isFile() ? [path] : [];
  });
}

function unlessGone<T>(read: () => T): T | null {
  try {
    return read();
  } catch (thrown) {
    if (thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOENT') return null;
    throw thrown;
  }
}
