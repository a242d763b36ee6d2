// JSON that a stranger may have written: its nesting and the number of its parts are bounded before it is parsed.
import { BrokerError } from '../../contract/fault.ts';
import { maxJsonDepth, maxJsonParts } from './import-limits.ts';

/** @throws BrokerError import_too_deep, import_unreadable */
export function parseBoundedJson(text: string): unknown {
  requireBounded(text);
  try {
    return JSON.parse(text);
  } catch {
    // The engine's own message quotes the text.
    throw new BrokerError('import_unreadable');
  }
}

const quote = 0x22;
const backslash = 0x5c;

function requireBounded(text: string): void {
  let depth = 0;
  let parts = 0;
  for (let i = 0; i < text.length; i += 1) {
    const char = text.charCodeAt(i);
    if (char === quote) {
      i = endOfString(text, i);
      continue;
    }
    if (char === 0x7b || char === 0x5b) depth += 1;
    else if (char === 0x7d || char === 0x5d) depth -= 1;
    else if (char !== 0x2c) continue;
    parts += 1;
    if (depth > maxJsonDepth || parts > maxJsonParts) throw new BrokerError('import_too_deep');
  }
}

function endOfString(text: string, start: number): number {
  let i = start + 1;
  while (i < text.length && text.charCodeAt(i) !== quote) i += text.charCodeAt(i) === backslash ? 2 : 1;
  return i;
}
