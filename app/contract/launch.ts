// How the shim may start Postern when it is not running: a file that the app writes once the person allowed it.
import { z } from 'zod';
import type { Surroundings } from './endpoint.ts';
import { dataFolder } from './endpoint.ts';

/** The program and arguments that start the app; the person's own start of it, no more. */
export const LaunchFile = z.strictObject({
  format: z.literal(1),
  program: z.string().min(1).max(4096),
  args: z.array(z.string().max(4096)).max(16),
});
export type LaunchFile = z.infer<typeof LaunchFile>;

/** Absolute path of the file. It is there when the person allowed it, and only then. */
export function launchFilePath(at: Surroundings): string {
  return `${dataFolder(at)}${at.platform === 'win32' ? '\\' : '/'}launch.json`;
}
