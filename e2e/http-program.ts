// A program that speaks HTTP to the gateway, as one does that knows where its address file is.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { Home } from './app.ts';

export interface ProgramRequest {
  readonly method: string;
  /** Below `/api/v1/`. */
  readonly path: string;
  /** Empty: none. */
  readonly bearer: string;
  readonly json?: unknown;
}

export function addressFileOf(home: Home): string {
  return join(home.profile, 'gateway.json');
}

/** The answer's body has to be JSON. */
export async function sendFrom(
  home: Home,
  { method, path, bearer, json }: ProgramRequest,
): Promise<{ readonly status: number; readonly body: unknown }> {
  const { url } = z.object({ url: z.string() }).parse(JSON.parse(readFileSync(addressFileOf(home), 'utf8')));
  const answer = await fetch(`${url}/api/v1/${path}`, {
    method,
    headers: {
      ...(bearer === '' ? {} : { Authorization: `Bearer ${bearer}` }),
      ...(json === undefined ? {} : { 'Content-Type': 'application/json' }),
    },
    ...(json === undefined ? {} : { body: JSON.stringify(json) }),
  });
  return { status: answer.status, body: await answer.json() };
}
