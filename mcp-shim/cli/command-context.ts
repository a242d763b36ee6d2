// What every command of the line works with.
import { answerOf } from '../answers.ts';
import type { Arguments } from './arguments.ts';
import { exitCodeOfOutcome } from './exit-codes.ts';
import { outcomeWords } from './refusal-words.ts';
import { jsonText } from './safe-text.ts';
import type { Screen } from './screen.ts';
import type { Done, TerminalClient } from './terminal-client.ts';

export interface CommandContext {
  readonly args: Arguments;
  readonly screen: Screen;
  readonly client: TerminalClient;
  /** Aborted when the person or a signal ends this program. */
  readonly signal: AbortSignal;
}

/** Answers with an exit code. @throws UsageFault, BrokerError, and the reason of its signal */
export type Command = (context: CommandContext) => Promise<number>;

/** Says what came of a request, where there is more to say than was shown already; the same object as the MCP tool gives. */
export async function conclude({ args, screen }: CommandContext, answer: Done): Promise<number> {
  if (args.asObject) {
    await screen.write('out', `${jsonText(answerOf(answer))}\n`);
  } else {
    const words = outcomeWords(answer.outcome);
    if (words !== null) await screen.tell(words);
  }
  return exitCodeOfOutcome(answer.outcome);
}
