// What this process knows about where it stands; looked up once, at the start.
import { homedir } from 'node:os';
import type { Surroundings } from '../app/contract/endpoint.ts';

export function surroundings(): Surroundings {
  return {
    platform: process.platform,
    env: process.env,
    home: homedir(),
    uid: process.getuid?.() ?? null,
  };
}

/** null: it is gone. */
export function workingFolder(): string | null {
  try {
    return process.cwd();
  } catch {
    return null;
  }
}
