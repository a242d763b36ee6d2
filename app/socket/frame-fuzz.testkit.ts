// For tests: hostile connections on the real socket. Each says whatever comes to a fuzzer's mind until the broker hangs up.

import { createConnection } from 'node:net';
import fc from 'fast-check';
import { BrokerFrame, brokerMethods, protocolVersion } from '../contract/broker.ts';
import type { TestBroker } from './broker.testkit.ts';

/** One connection: frames of which the broker may answer each, and at last what it hangs up on. */
export interface Barrage {
  readonly frames: readonly Uint8Array[];
  readonly last: readonly Uint8Array[];
  /** So many answers are waited for before the last frames are sent. */
  readonly answers: number;
  /** Bytes per write; what is cut in the middle of a frame is joined by the broker. */
  readonly chunk: number;
}

export interface Hostile {
  readonly endpoint: string;
  readonly client: string;
  readonly key: string;
}

/** Frames that were answered, and codes of the errors that came back. */
export interface Fuzzed {
  frames: number;
  connections: number;
  readonly codes: Map<string, number>;
}

const newline = Uint8Array.of(0x0a);
const line = (text: string) => Buffer.from(`${text}\n`, 'utf8');
const frame = (value: unknown) => line(JSON.stringify(value));

/** How many events of the whole log say that something was asked for. */
export function countAsked({ broker: { person } }: TestBroker): number {
  let count = 0;
  for (let before: number | null = null; ; ) {
    const page = person.auditEntries(before, 500);
    count += page.filter(({ event }) => event !== null && asked.test(event.kind)).length;
    const last = page.at(-1);
    if (last === undefined) return count;
    before = last.sequence;
  }
}

/** These would do what they say. */
const meant: readonly string[] = ['session.lock', 'session.shorten', 'audit.export'];
const methods = Object.keys(brokerMethods).filter((name) => !meant.includes(name));
/** Of events that such frames never lead to. */
const asked = /^(request|approval|run|grant|client\.(?!looked_up)|session)\b/;
const words = [
  'request',
  'wish',
  'waitMs',
  'requestId',
  'name',
  'glob',
  'text',
  'secrets',
  'command',
  'cwd',
  '__proto__',
];
const junk = fc.oneof(
  fc.jsonValue({ maxDepth: 3 }),
  fc.dictionary(fc.constantFrom(...words), fc.jsonValue({ maxDepth: 2 }), { maxKeys: 4 }),
  fc.constantFrom({ waitMs: -1 }, { ms: 1e308 }, { glob: '*'.repeat(257) }, { requestId: `req_${'0'.repeat(32)}` }),
);
const callShape = fc.record({
  method: fc.oneof(fc.constantFrom(...methods), fc.string({ maxLength: 80 })),
  params: junk,
});
const badLine = fc.oneof(
  fc
    .uint8Array({ minLength: 1, maxLength: 300 })
    .map((bytes) => Buffer.concat([bytes.map((b) => (b === 10 ? 11 : b)), newline])),
  fc.json({ maxDepth: 3 }).map(line),
  fc.string({ maxLength: 200, unit: 'binary' }).map((text) => line(text.replaceAll('\n', ' '))),
  fc
    .record({ type: fc.constantFrom('call', 'cancel', 'hello', 'welcome', 'live', '__proto__'), id: junk, more: junk })
    .map(frame),
  fc
    .record({ type: fc.constant('call'), id: fc.constantFrom(0, -1, 1.5, 1e300, null, '1'), method: fc.string() })
    .map(frame),
  fc.constantFrom(
    line('['.repeat(20_000)),
    line(`{"type":"call","id":1,"method":"${'m'.repeat(2_000)}","params":{}}`),
    line(`${'{"a":'.repeat(3_000)}1${'}'.repeat(3_000)}`),
    Buffer.concat([Buffer.from('{"type":"call","id":1,"method":"'), Uint8Array.of(0xc3, 0x28), line('"}')]),
    line('{"type":"hello","protocol":2}'),
    line(''),
  ),
);

/** @param calls frames before the last one, on average */
export function barrages(count: number, calls: number, seed: number, { client, key }: Hostile): Barrage[] {
  const hello = frame({
    ...{ type: 'hello', protocol: protocolVersion, client, key },
    ...{ claims: { name: 'Fuzzer', version: '1' }, session: null },
  });
  const all = fc.array(fc.oneof({ weight: 4, arbitrary: callShape }, { weight: 1, arbitrary: fc.nat() }), {
    minLength: Math.floor(calls / 2),
    maxLength: Math.ceil(calls * 1.5),
    size: 'max',
  });
  const barrage = fc.record({
    greets: fc.nat(9).map((n) => n > 0),
    all,
    last: badLine,
    patient: fc.nat(3).map((n) => n > 0),
    chunk: fc.constantFrom(1 << 20, 1 << 20, 4096, 700, 61),
  });
  return fc.sample(barrage, { numRuns: count, seed }).map(({ greets, all, last, patient, chunk }) => {
    if (!greets) return { frames: [], last: [last], answers: 0, chunk };
    const answers = patient ? all.filter((each) => typeof each !== 'number').length : 0;
    const calls = all.map((each, at) =>
      frame(typeof each === 'number' ? { type: 'cancel', id: each + 1 } : { type: 'call', id: at + 1, ...each }),
    );
    return { frames: [hello, ...calls], last: [last, frame({ type: 'hello' })], answers, chunk };
  });
}

/** Sends them, some connections at a time, each until it is hung up on. @throws Error when the broker says what no broker says */
export async function bombard(
  { endpoint }: Hostile,
  all: readonly Barrage[],
  fuzzed: Fuzzed,
  atOnce = 8,
): Promise<void> {
  const left = all.values();
  const one = async () => {
    for (const barrage of left) {
      await suffer(endpoint, barrage, fuzzed.codes);
      fuzzed.frames += barrage.frames.length + barrage.last.length;
      fuzzed.connections += 1;
    }
  };
  await Promise.all(Array.from({ length: atOnce }, one));
}

function suffer(
  endpoint: string,
  { frames, last, answers, chunk }: Barrage,
  codes: Map<string, number>,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = createConnection(endpoint);
    const said: Buffer[] = [];
    let lines = 0;
    const say = (parts: readonly Uint8Array[]) => {
      const bytes = Buffer.concat(parts);
      for (let at = 0; at < bytes.length; at += chunk) socket.write(bytes.subarray(at, at + chunk));
    };
    let waits = answers > 0;
    socket.on('data', (part) => {
      said.push(part);
      for (const byte of part) if (byte === 0x0a) lines += 1;
      // The welcome is one of them.
      if (waits && lines > answers) {
        waits = false;
        say(last);
      }
    });
    // The broker may hang up while there is still something to write.
    socket.on('error', () => {});
    socket.on('close', () => {
      try {
        for (const text of Buffer.concat(said).toString('utf8').split('\n')) if (text !== '') count(text, codes);
        resolve();
      } catch (thrown) {
        reject(thrown);
      }
    });
    say(waits ? frames : [...frames, ...last]);
  });
}

function count(text: string, codes: Map<string, number>): void {
  const said = BrokerFrame.parse(JSON.parse(text));
  const what = said.type === 'error' ? said.code : said.type;
  codes.set(what, (codes.get(what) ?? 0) + 1);
}
