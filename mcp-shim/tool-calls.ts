// Each MCP tool as calls to the broker: input parsed, waited for, and answered in words. It decides nothing about secrets.
import { isAbsolute, resolve } from 'node:path';
import type { z } from 'zod';
import type { BrokerMethod, ParamsOf, ResultOf } from '../app/contract/broker.ts';
import { waitingWords } from '../app/contract/broker.ts';
import { BrokerError, faultCodeOf } from '../app/contract/fault.ts';
import { guide } from '../app/contract/guide.ts';
import type { RunRequest, WaitingFor } from '../app/contract/run.ts';
import type { RunWithSecretsInput, ToolOutput } from '../app/contract/tool-schemas.ts';
import type { ToolName } from '../app/contract/tools.ts';
import { tools } from '../app/contract/tools.ts';
import type { RequestId } from '../app/contract/vocabulary.ts';
import { answerOf, away, listAnswer, pending, scanAnswer, sessionAnswer } from './answers.ts';
import type { BrokerConnection } from './broker-connection.ts';
import { badInput, failed } from './refusals.ts';
import type { Hold, Waited } from './request-wait.ts';
import { RequestWait } from './request-wait.ts';
import type { Timing } from './waiting.ts';
import { Pulse } from './waiting.ts';

export interface ToolContext {
  readonly signal: AbortSignal;
  readonly clientName: string;
  /** Shows the person what is waited for; does nothing where the client asked for no progress. */
  tell(message: string): void;
}

export class ToolCalls {
  readonly #broker: BrokerConnection;
  readonly #timing: Timing;
  readonly #cwd: string | null;
  readonly #open = new Set<RequestId>();

  /** @param cwd the working folder of commands that name none, or a relative one; null when the shim's own is gone */
  constructor(broker: BrokerConnection, timing: Timing, cwd: string | null) {
    this.#broker = broker;
    this.#timing = timing;
    this.#cwd = cwd;
  }

  /** Requests that the agent was told are pending and that no call waits for now. */
  get open(): readonly RequestId[] {
    return [...this.#open];
  }

  /** Never rejects: every fault is an answer. What it answers after an abort reaches nobody. */
  async call(name: ToolName, input: unknown, { signal, clientName, tell }: ToolContext): Promise<ToolOutput> {
    const pulse = new Pulse(tell, this.#timing.heartbeatMs);
    try {
      return await this.#answer(name, input, {
        signal,
        pulse,
        until: Date.now() + this.#timing.patienceMs(clientName),
      });
    } catch (thrown) {
      if (thrown instanceof InputFault) return badInput(thrown.problems);
      const code = faultCodeOf(thrown);
      return code === 'client_waiting' ? pending('pairing', null) : failed(code);
    } finally {
      pulse.stop();
    }
  }

  async #answer(name: ToolName, input: unknown, hold: Hold): Promise<ToolOutput> {
    switch (name) {
      case 'list_secrets': {
        const filter = parsed(tools.list_secrets.input, input);
        return listAnswer((await this.#again('secrets.list', filter, hold)).secrets);
      }
      case 'scan_text': {
        const { text } = parsed(tools.scan_text.input, input);
        return scanAnswer((await this.#again('text.scan', { text }, hold)).findings);
      }
      case 'session_status':
        parsed(tools.session_status.input, input);
        return sessionAnswer(await this.#again('session.status', {}, hold));
      case 'lock':
        parsed(tools.lock.input, input);
        return sessionAnswer(await this.#again('session.lock', {}, hold));
      case 'run_with_secrets': {
        const request = runRequest(parsed(tools.run_with_secrets.input, input), this.#cwd);
        return this.#answered(this.#wait(hold).started(() => this.#once('run.start', { request, waitMs: 0 }, hold)));
      }
      case 'request_secret': {
        const { obtain_from: obtainFrom, ...rest } = parsed(tools.request_secret.input, input);
        const wish = { ...rest, ...(obtainFrom === undefined ? {} : { obtainFrom }) };
        return this.#answered(this.#wait(hold).started(() => this.#once('secret.request', { wish, waitMs: 0 }, hold)));
      }
      case 'wait_for_request': {
        const { request_id: requestId } = parsed(tools.wait_for_request.input, input);
        this.#open.delete(requestId);
        return this.#answered(this.#wait(hold).found(requestId));
      }
      case 'get_guide':
        parsed(tools.get_guide.input, input);
        return { status: 'completed', guide };
    }
  }

  /** A call that changes something is never repeated by itself. */
  #once<M extends BrokerMethod>(method: M, params: ParamsOf<M>, { signal, pulse }: Hold): Promise<ResultOf<M>> {
    const onProgress = (what: WaitingFor): void => pulse.say(waitingWords[what]);
    return this.#broker.call(method, params, { signal, onProgress, mayStart: true });
  }

  /** A call that may be repeated: once more when the connection broke. */
  async #again<M extends BrokerMethod>(method: M, params: ParamsOf<M>, hold: Hold): Promise<ResultOf<M>> {
    try {
      return await this.#once(method, params, hold);
    } catch (thrown) {
      if (faultCodeOf(thrown) !== 'connection_lost') throw thrown;
      return this.#once(method, params, hold);
    }
  }

  #wait(hold: Hold): RequestWait {
    return new RequestWait(this.#broker, this.#timing, hold);
  }

  async #answered(waited: Promise<Waited>): Promise<ToolOutput> {
    const answer = await waited;
    if (answer.state !== 'done') this.#open.add(answer.requestId);
    return answer.state === 'away' ? away(answer.requestId) : answerOf(answer);
  }
}

class InputFault extends Error {
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super('The input of a tool does not fit its schema.');
    this.problems = problems;
  }
}

function parsed<S extends z.ZodType>(schema: S, input: unknown): z.infer<S> {
  const result = schema.safeParse(input ?? {});
  if (result.success) return result.data;
  throw new InputFault(result.error.issues.map(({ path, message }) => `${pathText(path)}: ${message}`));
}

function pathText(path: readonly PropertyKey[]): string {
  const text = path.map((key) => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`)).join('');
  return text === '' ? 'arguments' : text.replace(/^\./, '');
}

function runRequest(input: z.infer<typeof RunWithSecretsInput>, own: string | null): RunRequest {
  // The broker runs elsewhere: a relative folder means something only here.
  if (own === null && !isAbsolute(input.cwd ?? '')) throw new BrokerError('cwd_missing');
  return {
    command: input.command,
    secrets: input.secrets,
    cwd: resolve(own ?? '/', input.cwd ?? ''),
    ...(input.stdin === undefined ? {} : { stdin: input.stdin }),
    ...(input.timeout_seconds === undefined ? {} : { timeoutMs: input.timeout_seconds * 1000 }),
    ...(input.max_output_bytes === undefined ? {} : { maxOutputBytes: input.max_output_bytes }),
    ...(input.tty === undefined ? {} : { tty: input.tty }),
    ...(input.path === undefined ? {} : { path: input.path }),
    ...(input.environment === undefined ? {} : { environment: input.environment }),
    ...(input.reason === undefined ? {} : { reason: input.reason }),
  };
}
