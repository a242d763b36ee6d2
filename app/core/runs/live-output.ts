// What one run writes, on its way to the people who watch: redacted stream by stream, each as soon as it can be. It is beside
// what the agent gets and takes nothing from it; a failure here withholds what is watched and does not end the run.

import type { LivePart } from '../../contract/live.ts';
import type { Action } from '../../contract/run.ts';
import type { Clock } from '../ports/clock.ts';
import type { OutputStream } from '../ports/runner.ts';
import type { OpenScreen } from '../ports/screen.ts';
import { createCursorWatch } from '../redaction/cursor-watch.ts';
import type { Matcher } from '../redaction/matcher.ts';
import { createBinaryCheck } from './binary-check.ts';
import type { LiveHandle } from './live-runs.ts';
import { createLiveScreen, type LiveScreen } from './live-screen.ts';
import { createLiveText } from './live-text.ts';

export interface LiveOutput {
  /** Takes the next raw bytes, which may be reused afterwards. A promise: nothing more should come until it resolves. Never throws. */
  take(chunk: Uint8Array, stream: OutputStream): Promise<void> | undefined;
  /** After the last chunk: resolves when all was emitted, read or not. Never rejects. */
  end(): Promise<void>;
  /** Forgets everything raw. Idempotent. */
  close(): void;
}

export interface LiveOutputParts {
  readonly matcher: Matcher;
  readonly openScreen: OpenScreen;
  readonly clock: Clock;
  /** While it is followed nothing is left out of what is drawn: the command waits instead. */
  readonly watched: Pick<LiveHandle, 'isFollowed' | 'emit'>;
}

interface LiveStream {
  push(chunk: Uint8Array): void;
  busy(): Promise<void> | null;
  end(): Promise<void>;
  close(): void;
}

export function createLiveOutput(parts: LiveOutputParts, run: Pick<Action, 'tty' | 'terminal'>): LiveOutput {
  const check = createBinaryCheck();
  const streams: Record<OutputStream, LiveStream> = { out: liveStream('out'), err: liveStream('err') };
  let full: Promise<void> | undefined;
  let isOver = false;

  return {
    take(chunk, stream) {
      if (isOver) return undefined;
      try {
        check.push(chunk);
        if (check.isBinary()) withhold('binary');
        else streams[stream].push(chunk);
      } catch {
        withhold('failed');
      }
      if (full !== undefined) return full;
      return (parts.watched.isFollowed && streams[stream].busy()) || undefined;
    },
    async end() {
      try {
        for (const stream of [streams.out, streams.err]) if (!isOver) await stream.end();
      } catch {
        withhold('failed');
      }
      close();
    },
    close,
  };

  function close(): void {
    isOver = true;
    streams.out.close();
    streams.err.close();
  }

  /** SECURITY P12: what is no text, or could not be searched, is not shown, and neither is anything after it. */
  function withhold(reason: 'binary' | 'failed'): void {
    if (isOver) return;
    close();
    emit({ kind: 'withheld', reason });
  }

  function emit(part: LivePart): void {
    const ready = parts.watched.emit(part);
    if (ready === undefined) return;
    const mine = ready.finally(() => {
      if (full === mine) full = undefined;
    });
    full = mine;
  }

  function liveStream(stream: OutputStream): LiveStream {
    const watch = createCursorWatch();
    const text = createLiveText(parts.matcher, watch);
    let screen: LiveScreen | null = null;
    const show = (shown: string): void => {
      if (shown !== '') emit({ kind: 'text', stream, text: shown });
    };
    return {
      push(chunk) {
        if (screen !== null) screen.push(chunk);
        else if (!watch.push(chunk)) show(text.push(chunk));
        else {
          const options = { returns: !run.tty, size: run.terminal };
          screen = createLiveScreen(
            { ...parts, screen: options, stream, emit, failed: () => withhold('failed') },
            text.cut(),
          );
          text.close();
          screen.push(chunk);
        }
      },
      busy: () => screen?.busy() ?? null,
      async end() {
        if (screen === null) show(text.end());
        else await screen.end();
      },
      close() {
        text.close();
        screen?.close();
      },
    };
  }
}
