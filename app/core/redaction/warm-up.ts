// Redacts some text of no meaning when the vault opens: compiled only then, the first real output would hold up the app.
import { SecretName } from '../../contract/vocabulary.ts';
import type { MatcherBuilder } from '../ports/matcher-builder.ts';
import type { Pause } from '../ports/pause.ts';
import { outputPipelineOver } from './output-pipeline.ts';

const pieceBytes = 4096;
const pieces = 48;

/** Values of the kinds that a vault holds, made up, and none of them anybody's. */
const samples = Array.from({ length: 32 }, (_, i) => {
  const token = [1, 2, 3].map((k) => (Math.imul(i * 3 + k, 0x9e3779b1) >>> 0).toString(36)).join('');
  return [token, `p'${token}"&$ x`, `https://u:${token}@host/path`, `${token}\n${token}x`][i % 4] ?? token;
});

/** Pauses after each few milliseconds. @throws BrokerError as `MatcherBuilder.build` */
export async function warmUp(builder: MatcherBuilder, pause: Pause): Promise<void> {
  const matcher = await builder.build(
    samples.map((text, i) => ({ name: SecretName.parse(`warm-up/${i}`), bytes: Buffer.from(text) })),
  );
  for (let i = 0; i < pieces; i++) {
    const line = `\x1b[1mstep ${i}\x1b[0m of a build, 12 ms: ${samples[i % samples.length]}\r\n`;
    const pipeline = outputPipelineOver(matcher);
    pipeline.push(Buffer.from(line.repeat(Math.ceil(pieceBytes / line.length))));
    pipeline.end();
    await pause();
  }
}
