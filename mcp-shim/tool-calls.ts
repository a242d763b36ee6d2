// Each MCP tool as calls to the broker: input parsed, waited for, and answered in words. It decides nothing about secrets.
import type { z } from 'zod';
import type { BrokerMethod, ParamsOf, ResultOf } from '../app/contract/broker.ts';
import { waitingWords } from '../app/contract/broker.ts';
import { BrokerError, faultCodeOf } from '../app/contract/fault.ts';
import { guide } from '../app/contract/guide.ts';
import type { RequestAnswer, WaitingFor } from '../app/contract/run.ts';
import type { SetTtlInput } from '../app/contract/tool-inputs.ts';
import type { ToolOutput } from '../app/contract/tool-schemas.ts';
import type { ToolName } from '../app/contract/tools.ts';
import { tools } from '../app/contract/tools.ts';
import type { RequestId } from '../app/contract/vocabulary.ts';
import {
  answerOf,
  away,
  cancelAnswer,
  existsAnswer,
  listAnswer,
  maskedAnswer,
  pending,
  scanAnswer,
  sessionAnswer,
} from './answers.ts';
import type { BrokerConnection } from './broker-connection.ts';
import { badInput, failed } from './refusals.ts';
import type { Hold, Waited } from './request-wait.ts';
import { RequestWait } from './request-wait.ts';
import { callRequest, InputFault, parsed, runRequest } from './tool-input.ts';
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
      if (code === 'client_waiting') return pending('pairing', null);
      return failed(code, { retryMs: thrown instanceof BrokerError ? thrown.retryMs : null });
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
      case 'secret_exists': {
        const { name: asked } = parsed(tools.secret_exists.input, input);
        return existsAnswer(await this.#again('secrets.exists', { name: asked }, hold));
      }
      case 'secret_get_masked': {
        const { name: asked } = parsed(tools.secret_get_masked.input, input);
        return maskedAnswer(asked, await this.#again('secrets.view', { name: asked }, hold));
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
        return this.#answered(hold, () => this.#once('run.start', { request, waitMs: 0 }, hold));
      }
      case 'http_request': {
        const request = callRequest(parsed(tools.http_request.input, input));
        return this.#answered(hold, () => this.#once('call.start', { request, waitMs: 0 }, hold));
      }
      case 'request_secret': {
        const { obtain_from: obtainFrom, ...rest } = parsed(tools.request_secret.input, input);
        const wish = { ...rest, ...(obtainFrom === undefined ? {} : { obtainFrom }) };
        return this.#answered(hold, () => this.#once('secret.request', { wish, waitMs: 0 }, hold));
      }
      case 'update_secret': {
        const { obtain_from: obtainFrom, ...rest } = parsed(tools.update_secret.input, input);
        const wish = { ...rest, ...(obtainFrom === undefined ? {} : { obtainFrom }), update: true as const };
        return this.#answered(hold, () => this.#once('secret.request', { wish, waitMs: 0 }, hold));
      }
      case 'set_ttl':
        return this.#setTtl(parsed(tools.set_ttl.input, input), hold);
      case 'wait_for_request': {
        const { request_id: requestId } = parsed(tools.wait_for_request.input, input);
        this.#open.delete(requestId);
        return this.#told(await this.#wait(hold).found(requestId));
      }
      case 'cancel_request': {
        const { request_id: requestId } = parsed(tools.cancel_request.input, input);
        const { cancelled } = await this.#again('request.cancel', { requestId }, hold);
        this.#open.delete(requestId);
        return cancelAnswer(cancelled);
      }
      case 'get_guide':
        parsed(tools.get_guide.input, input);
        return { status: 'completed', guide };
    }
  }

  /** SECURITY P9: sooner is done at once; for later the person is asked. The broker, not this, sees to it that sooner is not later. */
  async #setTtl({ hours, reason }: z.infer<typeof SetTtlInput>, hold: Hold): Promise<ToolOutput> {
    const ms = hours * 3_600_000;
    const until = Date.now() + ms;
    const { state, locksAt } = await this.#again('session.status', {}, hold);
    if (state !== 'unlocked') throw new BrokerError(state === 'empty' ? 'no_vault' : 'locked');
    // null: who is not let in yet is not told; then the answer tells it.
    if (locksAt === null || until <= locksAt) {
      const session = await this.#again('session.shorten', { ms }, hold);
      if (session.locksAt !== null && until <= session.locksAt) return sessionAnswer(session);
    }
    const wish = { hours, ...(reason === undefined ? {} : { reason }) };
    return this.#answered(hold, () => this.#once('session.extend', { wish, waitMs: 0 }, hold));
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

  async #answered(hold: Hold, start: () => Promise<RequestAnswer>): Promise<ToolOutput> {
    return this.#told(await this.#wait(hold).started(start));
  }

  #told(answer: Waited): ToolOutput {
    if (answer.state !== 'done') this.#open.add(answer.requestId);
    return answer.state === 'away' ? away(answer.requestId) : answerOf(answer);
  }
}
