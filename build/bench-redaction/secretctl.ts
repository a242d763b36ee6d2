// The output sanitizers of secretctl, re-stated. Read from forest6511/secretctl: newOutputSanitizer of internal/mcp/tools.go
// (bb83cb1) and internal/sanitize/sanitize.go (85baac5). In its favour both are applied, one after the other; in the copy
// that was read nothing calls the second. Not modelled: its limits of length, and that Go's maps have no order.
import type { Encoder, KnownSecret } from './encoder.ts';

export const secretctl: Encoder = {
  tool: 'secretctl',
  mask: (text, secrets) => sanitizedInLayers(withFormsReplaced(text, secrets), secrets),
};

function withFormsReplaced(text: string, secrets: readonly KnownSecret[]): string {
  const forms = new Map<string, string>();
  for (const { name, value } of secrets) {
    for (const form of formsOf(value)) if (form !== '' && !forms.has(form)) forms.set(form, name);
  }
  const longestFirst = [...forms].sort(([a], [b]) => b.length - a.length);
  return longestFirst.reduce((shown, [form, name]) => shown.replaceAll(form, () => marker(name)), text);
}

function formsOf(value: string): string[] {
  const bytes = Buffer.from(value);
  const standard = bytes.toString('base64');
  const urlSafe = standard.replaceAll('+', '-').replaceAll('/', '_');
  const hex = bytes.toString('hex');
  const path = encodeURIComponent(value.toWellFormed()).replace(/[!'()*]/g, hexEscape);
  const query = path.replaceAll('%20', '+');
  return [
    value,
    standard,
    urlSafe,
    standard.replace(/=+$/, ''),
    urlSafe.replace(/=+$/, ''),
    query,
    path.replace(/%(24|26|2B|3A|3D|40)/g, decodeURIComponent),
    query.toLowerCase(),
    hex,
    hex.toUpperCase(),
    `0x${hex}`,
    `0X${hex.toUpperCase()}`,
  ];
}

/** sanitize.go: exact, base64 runs, hex runs, fragments. */
export function sanitizedInLayers(text: string, all: readonly KnownSecret[]): string {
  const secrets = all.filter(({ value }) => Buffer.byteLength(value) >= 4);
  let shown = text;
  for (const { name, value } of secrets) shown = shown.replaceAll(value, () => marker(name));
  shown = withBase64Runs(shown, secrets);
  shown = shown.replace(/[0-9a-fA-F]{40,}/g, (run) =>
    run.length % 2 === 0 ? (markerOfOneIn(Buffer.from(run, 'hex').toString(), secrets) ?? run) : run,
  );
  return withFragments(shown, secrets);
}

const base64Run = /[A-Za-z0-9+/]{20,}={0,2}/;

function withBase64Runs(text: string, secrets: readonly KnownSecret[]): string {
  return text.replace(new RegExp(base64Run, 'g'), (run) => {
    const decoded = base64Decoded(run);
    if (decoded === null) return run;
    const direct = markerOfOneIn(decoded, secrets);
    if (direct !== null || !base64Run.test(decoded)) return direct ?? run;
    // As in the original: what the inner pass replaced is then no longer found, so base64 of base64 stays.
    return markerOfOneIn(withBase64Runs(decoded, secrets), secrets) ?? run;
  });
}

/** Go's strict standard decoder, then its unpadded URL decoder; null: both refuse. */
function base64Decoded(run: string): string | null {
  const bare = run.replace(/=+$/, '');
  const standard = run.length % 4 === 0;
  const urlSafe = !/[+/]/.test(bare) && bare.length % 4 !== 1;
  return standard || urlSafe ? Buffer.from(bare, 'base64').toString() : null;
}

const fragments = [
  /PART\d*:\s*(\S+)/g,
  /\d+:\s*([a-zA-Z0-9-]{2,4})/g,
  /([a-zA-Z0-9-]{1,2})(?:\|)+/g,
  /([a-zA-Z0-9-]{1,2})(?:\s){3,}/g,
];

function withFragments(text: string, secrets: readonly KnownSecret[]): string {
  let shown = text;
  for (const pattern of fragments) {
    const matches = text.match(pattern) ?? [];
    if (matches.length < 10) continue;
    const joined = matches.join('');
    for (const { name, value } of secrets) {
      if (!joined.includes(value) && !bareOf(joined).includes(bareOf(value))) continue;
      for (const match of matches) shown = shown.replaceAll(match, () => marker(name));
    }
  }
  return shown;
}

function bareOf(text: string): string {
  return text.replace(/[^a-zA-Z0-9]/g, '').toLowerCase();
}

function markerOfOneIn(text: string, secrets: readonly KnownSecret[]): string | null {
  const found = secrets.find(({ value }) => text.includes(value));
  return found === undefined ? null : marker(found.name);
}

function marker(name: string): string {
  return `[REDACTED:${name}]`;
}

function hexEscape(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
}
