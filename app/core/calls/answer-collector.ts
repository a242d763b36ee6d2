// The answer of an API as an agent gets it: one text with its head and tail, redacted again as it stands there, and no longer than
// was asked for. It keeps nothing raw.
import type { CallRequest } from '../../contract/call.ts';
import { callLimits } from '../../contract/call.ts';
import type { AnsweredOutcome, CallHeader } from '../../contract/call-outcome.ts';
import { BrokerError } from '../../contract/fault.ts';
import type { ClientId, SecretName } from '../../contract/vocabulary.ts';
import type { Clock } from '../ports/clock.ts';
import { outputPipelineOver } from '../redaction/output-pipeline.ts';
import type { Redactor } from '../redaction/redactor.ts';
import type { ReleasedValues } from '../redaction/released-values.ts';
import { createOutputCollector, type OutputCollector } from '../runs/output-collector.ts';
import { type FindingsHouse, hideShapes, withoutFindings } from '../runs/output-findings.ts';
import type { CallOutcome, CallSink } from './call-house.ts';

export interface CollectorHouse extends FindingsHouse {
  readonly released: Pick<ReleasedValues, 'matcher'>;
  readonly clock: Clock;
}

type Answered = Extract<CallOutcome, { kind: 'answered' }>;

/** In characters; the contract of a header's value. */
const longestValue = 8192;

export class AnswerCollector implements CallSink {
  readonly #house: CollectorHouse;
  readonly #longestMs: number;
  readonly #collector: OutputCollector;
  #headers: readonly CallHeader[] = [];
  #decoder: TextDecoder | null = null;
  #redactor: Redactor | null = null;
  #until = 0;

  constructor(house: CollectorHouse, { timeoutMs, maxAnswerBytes }: Pick<CallRequest, 'timeoutMs' | 'maxAnswerBytes'>) {
    this.#house = house;
    this.#longestMs = timeoutMs ?? callLimits.defaultTimeoutMs;
    this.#collector = createOutputCollector(maxAnswerBytes ?? callLimits.defaultAnswerBytes);
  }

  head(_status: number, headers: readonly CallHeader[]): void {
    this.#headers = headers;
    this.#decoder = decoderOf(headers);
    this.#until = this.#house.clock.now() + this.#longestMs;
  }

  /** @throws BrokerError upstream_timeout for an answer that does not end; internal when it cannot be redacted */
  async part(bytes: Uint8Array): Promise<void> {
    if (this.#house.clock.now() > this.#until) throw new BrokerError('upstream_timeout');
    const text = this.#decoder === null ? bytes : Buffer.from(this.#decoder.decode(bytes, { stream: true }));
    // SECURITY P1, P12: in another character set, or with escape sequences taken out, a value can stand there that the raw bytes
    // did not show. So what leaves is searched as it leaves.
    this.#redactor ??= outputPipelineOver(await this.#house.released.matcher());
    this.#collector.raw(text);
    this.#collector.push(this.#redactor.push(text));
  }

  /** After the last part. @throws BrokerError internal when it cannot be redacted */
  async finish(client: ClientId, { status, answerBytes, redactions, durationMs }: Answered): Promise<AnsweredOutcome> {
    if (this.#redactor !== null) this.#collector.push(this.#redactor.end());
    const counts = summed(redactions, this.#redactor?.counts() ?? new Map());
    const written = { ...this.#collector.finish(), redactions: counts };
    const shown = await withoutFindings(this.#house, client, written);
    const head = await this.#shownHeaders(client);
    const hidden = (shown.hiddenFindings ?? 0) + head.count;
    return {
      ...{ kind: 'answered', status, headers: head.headers, body: shown.output, cutBytes: shown.cutBytes },
      ...{ withheld: shown.withheld, bodyBytes: answerBytes, redactions: shown.redactions },
      ...(hidden === 0 ? {} : { hiddenFindings: hidden }),
      durationMs,
    };
  }

  async #shownHeaders(client: ClientId): Promise<{ readonly headers: CallHeader[]; readonly count: number }> {
    const headers = this.#headers.map(([name, value]): CallHeader => [name, plain(value)]);
    if (!this.#house.clients.hidesFindings(client)) return { headers, count: 0 };
    const hidden: CallHeader[] = [];
    let total = 0;
    for (const [name, value] of headers) {
      const { text, count } = await hideShapes(value, this.#house.pause);
      hidden.push([name, plain(text)]);
      total += count;
    }
    return { headers: hidden, count: total };
  }
}

/** null: it is UTF-8, or taken for it. */
function decoderOf(headers: readonly CallHeader[]): TextDecoder | null {
  const type = headers.find(([name]) => name.toLowerCase() === 'content-type')?.[1] ?? '';
  const [, charset = ''] = /;\s*charset="?([^";\s]+)/i.exec(type) ?? [];
  return latin1.has(charset.toLowerCase()) ? new TextDecoder('windows-1252') : null;
}

/** As the WHATWG has it, each of them is windows-1252. */
const latin1: ReadonlySet<string> = new Set(['iso-8859-1', 'iso8859-1', 'latin1', 'windows-1252', 'cp1252']);

/** Without what a terminal would obey; replaced and not dropped, lest two parts of a value come together. */
function plain(value: string): string {
  const text = value.replace(/[^\t\x20-\x7e\xa0-\uffff]/g, '\ufffd');
  return text.length > longestValue ? '[… too long, left out …]' : text;
}

function summed(
  redactions: Answered['redactions'],
  more: ReadonlyMap<SecretName, number>,
): AnsweredOutcome['redactions'] {
  const counts = new Map(redactions.map(({ name, count }) => [name, count]));
  for (const [name, count] of more) if (count > 0) counts.set(name, (counts.get(name) ?? 0) + count);
  return Array.from(counts, ([name, count]) => ({ name, count }));
}
