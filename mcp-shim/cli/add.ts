// `postern add NAME`: Postern opens its own window, where the person types the value. No value is ever an argument.

import { SecretName } from '../../app/contract/vocabulary.ts';
import type { SecretWish } from '../../app/contract/wish.ts';
import { UsageFault } from './arguments.ts';
import type { CommandContext } from './command-context.ts';
import { conclude } from './command-context.ts';

export async function add(context: CommandContext): Promise<number> {
  const { args, client, screen } = context;
  const [text = '', ...more] = args.words;
  const name = SecretName.safeParse(text);
  if (text === '' || more.length > 0)
    throw new UsageFault('Give one name. The value is typed in the window of Postern');
  if (!name.success) {
    throw new UsageFault('A name has letters, digits, “.”, “_”, “-” and “/” between its parts, such as github/token');
  }
  const env = args.one('env');
  const wish: SecretWish = {
    name: name.data,
    purpose: args.one('purpose') ?? 'Asked for in a terminal.',
    ...(env === null ? {} : { env }),
    ...(args.has('update') ? { update: true } : {}),
  };
  const answer = await client.request({ method: 'secret.request', params: { wish } });
  const { outcome } = answer;
  if (outcome.kind === 'added' && !args.asObject) {
    const given = outcome.env === null ? '' : `, given to commands as ${outcome.env}`;
    await screen.print([`Postern has ${outcome.name}${given}.`]);
  }
  return conclude(context, answer);
}
