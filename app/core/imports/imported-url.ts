// Agents see the address of a secret, so only the place in it may stand there.
// SECURITY P1: an address with a password, a query, a fragment or a path that looks like a key (a web hook) is itself treated
// as a sensitive value.

export interface ImportedUrl {
  /** What agents may see; empty: nothing. */
  readonly shown: string;
  /** The whole of it, when `shown` leaves something out; null otherwise. */
  readonly whole: string | null;
}

const maxUrlChars = 2000;
/** A step of 20 characters and more with a digit among them. */
const keyInPath = /\/(?=[^/]{0,100}\d)[^/.:]{20}/;

export function importedUrl(text: string): ImportedUrl {
  const whole = text.trim();
  if (whole === '') return { shown: '', whole: null };
  const shown = placeOf(whole);
  return { shown, whole: shown === whole ? null : whole };
}

function placeOf(text: string): string {
  if (text.length > maxUrlChars || /[^\x20-\x7e]/.test(text)) return '';
  if (!/[@?#]/.test(text) && !keyInPath.test(text)) return text;
  if (!URL.canParse(text)) return '';
  const { origin, pathname, host, protocol } = new URL(text);
  // What stands before the first colon may be a name, and what follows a password.
  if (host === '') return '';
  // Other than web addresses have no origin of their own.
  const place = origin === 'null' ? `${protocol}//${host}` : origin;
  return pathname === '/' || keyInPath.test(pathname) ? place : place + pathname;
}
