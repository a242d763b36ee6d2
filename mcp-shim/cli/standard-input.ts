// What is piped into the command line, as text for the command. A terminal is never read: nothing typed reaches a command.
import { runLimits } from '../../app/contract/run.ts';

export type StandardInput =
  /** Nothing: a terminal, an empty file, or no input at all. */
  | { readonly kind: 'none' }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'too_large' }
  | { readonly kind: 'not_text' };

/** A pipe that nobody ends looks like a hang: after so long the person is told. */
const slowMs = 2_000;

/** @param slow called when the end is long in coming. @throws the signal's reason */
export async function readStandardInput(signal: AbortSignal, slow: () => void): Promise<StandardInput> {
  if (process.stdin.isTTY) return { kind: 'none' };
  const late = setTimeout(slow, slowMs);
  const stop = () => process.stdin.destroy();
  signal.addEventListener('abort', stop, { once: true });
  try {
    const chunks: Buffer[] = [];
    let bytes = 0;
    for await (const chunk of process.stdin) {
      bytes += chunk.length;
      if (bytes > runLimits.stdinBytes) return { kind: 'too_large' };
      chunks.push(chunk);
    }
    signal.throwIfAborted();
    return bytes === 0 ? { kind: 'none' } : { kind: 'text', text: decoded(Buffer.concat(chunks)) };
  } catch (thrown) {
    signal.throwIfAborted();
    if (thrown instanceof TypeError) return { kind: 'not_text' };
    // Closed, or not readable: as good as none.
    return { kind: 'none' };
  } finally {
    clearTimeout(late);
    signal.removeEventListener('abort', stop);
  }
}

/** @throws TypeError when it is not UTF-8 */
function decoded(bytes: Uint8Array): string {
  return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
}
