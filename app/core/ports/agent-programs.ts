// The programs of agents, and Node, as the person's login shell finds them. None of them is given anything secret.
import type { Handshake } from '../../contract/connect.ts';

export interface ProgramRun {
  /** Absolute. */
  readonly file: string;
  readonly args: readonly string[];
}

export interface AgentPrograms {
  /** The person's login environment. */
  environment(): Promise<Readonly<Record<string, string>>>;
  /** Every program of that name on the PATH of the login shell, first found first; absolute, links not resolved. */
  find(name: string): Promise<readonly string[]>;
  /** Whether the absolute path is a file that can be started. */
  isProgram(path: string): Promise<boolean>;
  /**
   * Runs it to its end, without input, and returns its standard output, cut at 64 KiB.
   * @throws BrokerError client_tool_failed for an exit code other than 0 or when it cannot be started, client_tool_slow
   */
  run(run: ProgramRun, timeoutMs: number): Promise<string>;
  /** Starts it as an MCP host would, asks it who it is and for its tools, and ends it. Never rejects. */
  greet(run: ProgramRun): Promise<Handshake>;
}
