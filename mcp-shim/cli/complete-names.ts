// What a shell asks at a TAB: the names of secrets, one a line. It never asks the person, never starts Postern, and is quick or mute.
import { existsSync } from 'node:fs';
import type { CommandContext } from './command-context.ts';
import { safeText } from './safe-text.ts';
import { clientKeyPath } from './terminal-client.ts';

/** A TAB that hangs is worse than one that offers nothing. */
export const completionMs = 300;

type Parts = Pick<CommandContext, 'client' | 'screen'>;

export async function completeNames({ client, screen }: Parts): Promise<number> {
  // Without a key this terminal was never let in, and none is made here.
  if (!existsSync(clientKeyPath())) return 0;
  // Only a client that was let in is told how many secrets there are; listing them would ask about any other.
  const { secretCount } = await client.ask('session.status', {}, { mayStart: false });
  if (secretCount === null) return 0;
  const { secrets } = await client.ask('secrets.list', {}, { mayStart: false });
  await screen.write('out', secrets.map(({ name }) => `${safeText(name)}\n`).join(''));
  return 0;
}
