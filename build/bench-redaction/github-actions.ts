// The secret masker of the GitHub Actions runner, re-stated. Read from actions/runner: src/Runner.Common/HostContext.cs
// (0065491), src/Sdk/DTLogging/Logging/ValueEncoders.cs (3f7a01a, and a later copy with PowerShell and URL-safe base64),
// SecretMasker.cs (157e036), ValueSecret.cs (c1d94bf), src/Runner.Worker/Worker.cs (0944b5b), ADR 0297.
// In its favour all base64 variants of its versions are tried at once. Not modelled: mask hints by regular expression.
import type { Encoder, KnownSecret } from './encoder.ts';
import { placesOf, withSpansMasked } from './encoder.ts';

export const githubActions: Encoder = {
  tool: 'GitHub Actions',
  mask(text, secrets) {
    const forms = new Set(secrets.flatMap(registered).flatMap((value) => [value, ...encodings(value)]));
    forms.delete('');
    // A child's output is masked line by line.
    return text.replace(/[^\r\n]+/g, (line) =>
      withSpansMasked(
        line,
        [...forms].flatMap((form) => [...placesOf(line, form)]),
        '***',
        true,
      ),
    );
  },
};

/** The value without the white space at its ends, and each of its lines. */
function registered({ value }: KnownSecret): string[] {
  return [value.trim(), ...value.split(/[\r\n]+/).map((line) => line.trim())];
}

function encodings(value: string): string[] {
  return [
    ...[0, 1, 2].flatMap((offset) => base64Of(Buffer.from(value).subarray(offset))),
    value.replaceAll('"', '\\"'),
    value.replaceAll("'", "''"),
    jsonOf(value),
    uriOf(value),
    xmlOf(value),
    value.length > 8 && value.startsWith('"') && value.endsWith('"') ? value.slice(1, -1) : '',
    ...aroundAmpersand(value),
  ];
}

/** As it is, without padding, and without what a suffix may change; in both alphabets. */
function base64Of(bytes: Buffer): string[] {
  const whole = bytes.toString('base64');
  const bare = whole.replace(/=+$/, '');
  const trimmed = bare === whole ? bare : bare.slice(0, -1);
  return [whole, bare, trimmed].flatMap((text) => [text, text.replaceAll('+', '-').replaceAll('/', '_')]);
}

/** Newtonsoft's JsonConvert.ToString, without the quotes. */
function jsonOf(value: string): string {
  return JSON.stringify(value)
    .slice(1, -1)
    .replace(/[\u0085\u2028\u2029]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** .NET's Uri.EscapeDataString. */
function uriOf(value: string): string {
  return encodeURIComponent(value.toWellFormed()).replace(/[!'()*]/g, hexEscape);
}

function hexEscape(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
}

const xmlNames = new Map([
  ['<', '&lt;'],
  ['>', '&gt;'],
  ['"', '&quot;'],
  ["'", '&apos;'],
  ['&', '&amp;'],
]);

/** .NET's SecurityElement.Escape. */
function xmlOf(value: string): string {
  return value.replace(/[<>"'&]/g, (character) => xmlNames.get(character) ?? character);
}

/** PowerShell colours the letter after `&+`, or what follows the last `&`: the parts before and after are masked too. */
function aroundAmpersand(value: string): string[] {
  const plus = value.indexOf('&+');
  const end = plus === -1 ? value.lastIndexOf('&') + 1 : plus + 2;
  if (end === 0) return [];
  return [value.slice(0, end), value.slice(plus === -1 ? end : end + 1)].filter((part) => part.length >= 6);
}
