// The addresses that an HTTP program is given: who is asked, and whether asking alone gives a credential away.
import type { RiskClass } from '../../contract/risk.ts';
import { gravest } from './gravest.ts';

export interface Addressed {
  readonly class: RiskClass;
  /** The one host, when it is written out; null: several, or not known. */
  readonly target: string | null;
}

/** Only `http(s)` written out is a read: programs guess a protocol (`ftp.example.com`), and a variable names any host. */
export function judgeAddresses(addresses: readonly string[]): Addressed {
  const hosts = new Set(addresses.map(hostOf));
  const [host] = hosts;
  return { class: gravest(addresses.map(addressRisk)), target: hosts.size === 1 ? (host ?? null) : null };
}

function addressRisk(address: string): RiskClass {
  const host = hostOf(address);
  if (host === null || address.includes('$')) return 'unknown';
  // cloud machines hand their own credentials to whoever asks here
  if (/^(?:169\.254\.\d+\.\d+|metadata(?:\.google\.internal)?|instance-data)$/.test(host)) return 'disclose';
  return isOddNumber(host) ? 'unknown' : 'read';
}

/** Only what every program reads alike: no escapes, no second `@`, no lists. */
function hostOf(address: string): string | null {
  const found = /^https?:\/\/(?:[^/?#@%\\\s]*@)?([\w.-]+|\[[\da-f:]+\])(?::\d+)?(?:[/?#][^\\\s]*)?$/i.exec(address);
  return found?.[1]?.toLowerCase().replace(/\.$/, '') ?? null;
}

/** An address of this computer or network in other digits: `http://2852039166/`. */
function isOddNumber(host: string): boolean {
  if (host.startsWith('[')) return host !== '[::1]';
  return /(?:^|\.)(?:\d+|0x[\da-f]*)$/.test(host) && !/^(?:(?:0|[1-9]\d{0,2})\.){3}(?:0|[1-9]\d{0,2})$/.test(host);
}
