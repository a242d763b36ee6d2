// Redaction of one whole text: a command for the audit log, an error, a progress line.
import type { Matcher, SecretValue } from './matcher.ts';
import { buildMatcher } from './matcher.ts';
import { redactorOver } from './redactor.ts';

/** @throws BrokerError internal when it cannot be redacted; then the text must not be used */
export function redactText(text: string, values: readonly SecretValue[]): string {
  return redactTextOver(text, buildMatcher(values));
}

/** For many texts against the same values. */
export function redactTextOver(text: string, matcher: Matcher): string {
  const redactor = redactorOver(matcher);
  return Buffer.concat([redactor.push(Buffer.from(text)), redactor.end()]).toString();
}
