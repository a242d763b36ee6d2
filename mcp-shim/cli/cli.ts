// `postern …`: finds the command, gives it a terminal and a way to the broker, and turns what comes of it into an exit code.
import { BrokerError } from '../../app/contract/fault.ts';
import { posternVersion } from '../../app/contract/version.ts';
import { failed } from '../refusals.ts';
import { add } from './add.ts';
import { Arguments, UsageFault } from './arguments.ts';
import { auditExport } from './audit-export.ts';
import type { Command } from './command-context.ts';
import type { CommandWord } from './commands.ts';
import { commandOf } from './commands.ts';
import { completeNames, completionMs } from './complete-names.ts';
import { completionScript } from './completion.ts';
import { exitCodeOfFault, exitCodes } from './exit-codes.ts';
import { commandHelp, helpText } from './help.ts';
import { Interruption } from './interruption.ts';
import { list } from './list.ts';
import { faultWords } from './refusal-words.ts';
import { run } from './run.ts';
import { jsonText } from './safe-text.ts';
import { Screen } from './screen.ts';
import { serve } from './serve.ts';
import { lock, status } from './session.ts';
import { TerminalClient } from './terminal-client.ts';

const broker: Partial<Record<CommandWord, Command>> = { run, list, status, lock, add, audit: auditExport };

/** @param argv behind `postern`. The exit code; null: what was started goes on by itself. */
export async function runCli([word = '', ...args]: readonly string[]): Promise<number | null> {
  const interruption = new Interruption();
  const screen = new Screen(() => interruption.interrupt('SIGPIPE'));
  try {
    return await dispatch(word, args, { interruption, screen });
  } catch (thrown) {
    if (interruption.exitCode !== null) return interruption.exitCode;
    if (!(thrown instanceof UsageFault)) throw thrown;
    await screen.tell(`${thrown.message}.`);
    await screen.tell(`“postern help${commandOf(word) === null ? '' : ` ${word}`}” says more.`);
    return exitCodes.usage;
  }
}

interface Parts {
  readonly interruption: Interruption;
  readonly screen: Screen;
}

async function dispatch(word: string, args: readonly string[], parts: Parts): Promise<number | null> {
  const { screen } = parts;
  const answer = async (text: string): Promise<number> => {
    await screen.write('out', text);
    return 0;
  };
  if (word === '--version') return answer(`${posternVersion}\n`);
  if (word === '--help' || word === '-h') return answer(helpText());
  if (word === 'complete-names') return quickly(parts);
  const command = commandOf(word);
  if (command === null) throw new UsageFault(word === '' ? 'Say what to do' : `There is no command “${word}”`);
  if (word === 'serve') {
    serve(args);
    return null;
  }
  if (asksHelp(args)) return answer(commandHelp(command));
  const own = new Arguments(command, args);
  const talk = broker[command.word];
  if (talk !== undefined) return talking(talk, own, parts);
  const [topic] = own.words;
  if (word === 'completion') return answer(completionScript(topic ?? ''));
  if (topic === undefined) return answer(helpText());
  const about = commandOf(topic);
  if (about === null) throw new UsageFault(`There is no command “${topic}”`);
  return answer(commandHelp(about));
}

function asksHelp(args: readonly string[]): boolean {
  const end = args.indexOf('--');
  return (end === -1 ? args : args.slice(0, end)).some((arg) => arg === '--help' || arg === '-h');
}

/** Whatever ends it, what it asked for is withdrawn before this resolves. */
async function talking(talk: Command, args: Arguments, { interruption, screen }: Parts): Promise<number> {
  interruption.listen();
  const client = new TerminalClient(screen, interruption.signal);
  try {
    const code = await talk({ args, screen, client, signal: interruption.signal });
    return interruption.exitCode ?? code;
  } catch (thrown) {
    if (!(thrown instanceof BrokerError) || interruption.exitCode !== null) throw thrown;
    if (args.asObject) await screen.write('out', `${jsonText(failed(thrown.code))}\n`);
    else await screen.tell(faultWords(thrown.code));
    return exitCodeOfFault(thrown.code);
  } finally {
    await client.close();
  }
}

/** For the shells' completions: what goes wrong offers nothing. */
async function quickly({ interruption, screen }: Parts): Promise<number> {
  const late = new Promise<number>((resolve) => setTimeout(() => resolve(0), completionMs));
  const client = new TerminalClient(screen, interruption.signal);
  const names = completeNames({ client, screen }).catch(() => 0);
  return Promise.race([names, late]);
}
