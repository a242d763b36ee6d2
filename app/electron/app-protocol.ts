// Serves each window's own folder under `app://<host>/`, with the policy that keeps it to itself.
import { readFile } from 'node:fs/promises';
import { extname, join, normalize, sep } from 'node:path';
import type { Session } from 'electron';
import { protocol } from 'electron';

/** `app://main` and `app://trusted`: two origins, so that one can never script the other. */
export type AppHost = 'main' | 'trusted';

const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
].join('; ');

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
};

/** Must run before the app is ready. */
export function registerAppScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true } },
  ]);
}

/** SECURITY P7: this session serves one host from one folder; everything else is not found. */
export function serveApp(session: Session, host: AppHost, folder: string): void {
  session.protocol.handle('app', async (request) => {
    const url = new URL(request.url);
    const file = normalize(join(folder, decodeURIComponent(url.pathname)));
    const type = types[extname(file)];
    if (url.host !== host || request.method !== 'GET' || !file.startsWith(folder + sep) || type === undefined)
      return notFound();
    try {
      const body = await readFile(file);
      return new Response(new Uint8Array(body), { headers: headersOf(type) });
    } catch {
      return notFound();
    }
  });
}

function headersOf(type: string): Record<string, string> {
  return {
    'content-type': type,
    'content-security-policy': policy,
    'x-content-type-options': 'nosniff',
    'cross-origin-opener-policy': 'same-origin',
    'cache-control': 'no-store',
  };
}

function notFound(): Response {
  return new Response('not found', { status: 404 });
}
