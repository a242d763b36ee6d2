// For tests of what a run hands over: bytes through the real redactor and the real screen.
import { openXtermScreen } from '../../adapters/xterm-screen.ts';
import { SecretName } from '../../contract/vocabulary.ts';
import type { OpenScreen } from '../ports/screen.ts';
import { buildMatcher } from '../redaction/matcher.ts';
import { createRunOutput, type RunOutput, type WrittenOutput } from './run-output.ts';

export const key = { name: SecretName.parse('api/key'), value: 'Zq8-tR5_wL3x.Kp7m9Yv2' };
export const marker = '[REDACTED:api/key]';

export interface OutputTrial {
  readonly tty?: boolean;
  readonly maxOutputBytes?: number;
  readonly openScreen?: OpenScreen;
}

export async function outputOf(trial: OutputTrial = {}): Promise<RunOutput> {
  const { tty = true, maxOutputBytes = 1 << 20, openScreen = openXtermScreen } = trial;
  return createRunOutput(await buildMatcher([key]), { tty, maxOutputBytes, terminal: null }, openScreen);
}

/** What a run that writes these chunks hands over. Each chunk is overwritten once it was taken, as runners do. */
export async function written(
  chunks: readonly (string | Uint8Array)[],
  trial: OutputTrial = {},
): Promise<WrittenOutput> {
  const output = await outputOf(trial);
  for (const chunk of chunks) {
    const reused = Buffer.from(chunk);
    output.take(reused, 'out');
    reused.fill(0x21);
  }
  await output.end();
  return output.finish();
}
