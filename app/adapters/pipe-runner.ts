// Runs a command on plain pipes: its bytes unchanged, in the order they arrive. It holds no output back.
import { setTimeout as sleep } from 'node:timers/promises';
import type { OutputSink, OutputStream, RunExit, Runner, RunSpec } from '../core/ports/runner.ts';
import { guardSink, notStarted, startCommand, untilGone } from './command-life.ts';
import type { OutputPipe } from './command-pipes.ts';
import { openOutput } from './command-pipes.ts';

/** How long a pipe is read on when a process that could not be ended still holds it. */
const heldMs = 1000;

export class PipeRunner implements Runner {
  async run(spec: RunSpec, onOutput: OutputSink, signal: AbortSignal): Promise<RunExit> {
    if (signal.aborted) return notStarted;
    const sink = guardSink(onOutput, signal);
    const pipes: OutputPipe[] = [];
    const open = (stream: OutputStream) => {
      const pipe = openOutput((chunk) => sink.hand(chunk, stream));
      pipes.push(pipe);
      return pipe;
    };
    try {
      const command = startCommand(spec, open('out').end, open('err').end);
      for (const pipe of pipes) pipe.given();
      const exit = await untilGone(command, spec.timeoutMs, sink.signal);
      for (const pipe of pipes) pipe.hurry();
      await Promise.race([Promise.all(pipes.map((pipe) => pipe.ended)), sleep(heldMs, undefined, { ref: false })]);
      sink.rethrow();
      return exit;
    } finally {
      for (const pipe of pipes) pipe.close();
    }
  }
}
