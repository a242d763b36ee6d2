// For tests of what is shown of a run while it runs: bytes through the real redactor and the real screen.
import { openXtermScreen } from '../../adapters/xterm-screen.ts';
import type { LivePart } from '../../contract/live.ts';
import { withoutColours } from '../../contract/live-writer.ts';
import { FakeClock } from '../fake-clock.testkit.ts';
import type { OutputStream } from '../ports/runner.ts';
import type { OpenScreen } from '../ports/screen.ts';
import { buildMatcher, type Matcher } from '../redaction/matcher.ts';
import { createLiveOutput } from './live-output.ts';
import { key } from './run-output.testkit.ts';

export interface LiveTrial {
  readonly tty?: boolean;
  readonly openScreen?: OpenScreen;
  readonly matcher?: Matcher;
  readonly emit?: (part: LivePart) => Promise<void> | undefined;
  readonly terminal?: { readonly columns: number; readonly rows: number; readonly colour: boolean };
}

export interface Watched {
  readonly parts: LivePart[];
  readonly clock: FakeClock;
  /** Resolves when it is drawn, and shown where its time has come. Each chunk is overwritten once it was taken. */
  write(chunk: string | Uint8Array, stream?: OutputStream): Promise<void>;
  end(): Promise<LivePart[]>;
}

export async function watch(trial: LiveTrial = {}): Promise<Watched> {
  const { tty = true, openScreen = openXtermScreen, terminal = null } = trial;
  const parts: LivePart[] = [];
  const clock = new FakeClock();
  const emit = (part: LivePart): Promise<void> | undefined => {
    parts.push(part);
    return trial.emit?.(part);
  };
  const matcher = trial.matcher ?? (await buildMatcher([key]));
  const live = createLiveOutput({ matcher, openScreen, clock, watched: { isFollowed: true, emit } }, { tty, terminal });
  return {
    parts,
    clock,
    async write(chunk, stream = 'out') {
      const reused = Buffer.from(chunk);
      void live.take(reused, stream);
      reused.fill(0x21);
      for (let turn = 0; turn < 6; turn++) await new Promise((resolve) => setImmediate(resolve));
    },
    async end() {
      await live.end();
      return parts;
    },
  };
}

/** All parts of a run that writes these chunks. */
export async function partsOf(chunks: readonly (string | Uint8Array)[], trial: LiveTrial = {}): Promise<LivePart[]> {
  const parts: LivePart[] = [];
  const { tty = true, openScreen = openXtermScreen, terminal = null } = trial;
  const watched = { isFollowed: true, emit: (part: LivePart) => void parts.push(part) };
  const matcher = trial.matcher ?? (await buildMatcher([key]));
  const live = createLiveOutput({ matcher, openScreen, clock: new FakeClock(), watched }, { tty, terminal });
  for (const chunk of chunks) {
    const reused = Buffer.from(chunk);
    await live.take(reused, 'out');
    reused.fill(0x21);
  }
  await live.end();
  return parts;
}

/** What is for good, without its colours. */
export function textOf(parts: readonly LivePart[]): string {
  return withoutColours(
    parts.map((part) => (part.kind === 'text' ? part.text : part.kind === 'screen' ? part.gone : '')).join(''),
  );
}

/** Every text that was ever shown, without its colours. */
export function everShown(parts: readonly LivePart[]): string[] {
  return parts
    .flatMap((part) =>
      part.kind === 'text'
        ? [part.text]
        : part.kind === 'screen'
          ? [part.gone, part.rows.join('\n'), part.rows.join('')]
          : [],
    )
    .map(withoutColours);
}
