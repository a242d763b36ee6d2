// `postern list`: what secrets there are, by name. No value is here to show.
import type { SecretView } from '../../app/contract/secret.ts';
import { listAnswer } from '../answers.ts';
import type { CommandContext } from './command-context.ts';
import { jsonText, safeText } from './safe-text.ts';

export async function list({ args, screen, client }: CommandContext): Promise<number> {
  const [tag, glob] = [args.one('tag'), args.one('glob')];
  const filter = { ...(tag === null ? {} : { tag }), ...(glob === null ? {} : { glob }) };
  const { secrets } = await client.ask('secrets.list', filter, { mayStart: true });
  if (args.asObject) await screen.write('out', `${jsonText(listAnswer(secrets))}\n`);
  else if (secrets.length > 0) await screen.write('out', tableOf(secrets));
  else await screen.tell('No secret fits.');
  return 0;
}

/** For people in columns under headings, for programs with tabs between. */
function tableOf(secrets: readonly SecretView[]): string {
  const rows = secrets.map(({ name, fields, tier, description }) => [
    name,
    fields.flatMap(({ env }) => env ?? []).join(', '),
    tier,
    description,
  ]);
  const cells = rows.map((row) => row.map(safeText));
  if (!process.stdout.isTTY) return cells.map((row) => `${row.join('\t')}\n`).join('');
  const all = [['NAME', 'VARIABLES', 'TIER', 'DESCRIPTION'], ...cells];
  const widths = [0, 1, 2].map((at) => Math.max(...all.map((row) => row[at]?.length ?? 0)));
  return all
    .map(
      (row) =>
        `${row
          .map((cell, at) => cell.padEnd(widths[at] ?? 0))
          .join('  ')
          .trimEnd()}\n`,
    )
    .join('');
}
