// The PreToolUse hook of Claude Code as a program: one call on standard input, at most one piece of advice on standard output. It
// never says what it read, and whatever goes wrong it is silent and ends with 0, so that it never stands in anybody's way.
import { adviceOn } from './advice.ts';

/** Longer input is not looked at: a call is a command or a path, and nobody should have to wait for advice. */
const maxInputBytes = 64 * 1024;

try {
  const input = await standardInput();
  const advice = input === null ? null : adviceOn(JSON.parse(input));
  if (advice !== null) process.stdout.write(JSON.stringify(advice));
} catch {
  // Nothing to say.
}

async function standardInput(): Promise<string | null> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of process.stdin) {
    const bytes = Buffer.from(chunk);
    length += bytes.length;
    if (length > maxInputBytes) return null;
    chunks.push(bytes);
  }
  return Buffer.concat(chunks).toString('utf8');
}
