// A process of the gateway's bench: the HTTPS API behind it. Says its port and authority, then answers until it is ended.
import type { IncomingMessage, ServerResponse } from 'node:http';
import { originOf, ownProvider } from '../../app/gateway/whole-gateway.testkit.ts';
import { key, ordinaryMiB, paths, sharedNow, sizes } from './paths.ts';

const block = ordinaryMiB();
const held: { readonly response: ServerResponse; readonly id: string }[] = [];

function answer(request: IncomingMessage, response: ServerResponse): void {
  const { pathname, searchParams } = new URL(request.url ?? '', 'https://bench.test');
  const wanted = request.headers.authorization === `Bearer ${key}` ? pathname : 'no key';
  switch (wanted) {
    case paths.small:
      request.resume();
      response.writeHead(200, { 'content-type': 'application/json' }).end('{"ok":true}');
      return;
    case paths.down:
      void send(response, Number(searchParams.get('mib')));
      return;
    case paths.up:
      count(request, response);
      return;
    case paths.events:
      tell(response);
      return;
    case paths.hold:
      held.push({ response, id: searchParams.get('id') ?? '' });
      if (held.length === sizes.held) for (const { response: each, id } of held.splice(0)) each.end(id);
      return;
    default:
      response.writeHead(404).end();
  }
}

async function send(response: ServerResponse, mib: number): Promise<void> {
  response.writeHead(200, { 'content-type': 'application/octet-stream' });
  for (let n = 0; n < mib; n += 1) {
    if (!response.write(block)) await new Promise((resolve) => response.once('drain', resolve));
  }
  response.end();
}

function count(request: IncomingMessage, response: ServerResponse): void {
  let bytes = 0;
  request.on('data', (part: Buffer) => {
    bytes += part.length;
  });
  request.on('end', () => response.end(String(bytes)));
}

function tell(response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  let left: number = sizes.events;
  const timer = setInterval(() => {
    response.write(`data: {"at":${sharedNow()},"delta":{"content":" hello"}}\n\n`);
    left -= 1;
    if (left > 0) return;
    clearInterval(timer);
    response.end('data: [DONE]\n\n');
  }, sizes.eventEveryMs);
}

const setUp = ownProvider('bench', { kind: 'bearer' }, { value: key });
const { port, certificates } = await originOf([setUp], answer, { reads: 'early' });
process.send?.({ port, certificates });
process.once('disconnect', () => process.exit());
