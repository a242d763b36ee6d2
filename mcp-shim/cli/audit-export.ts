// `postern audit export`: the whole log as NDJSON, oldest first, after the person's yes. It holds one page of it at a time.
import { UsageFault } from './arguments.ts';
import type { CommandContext } from './command-context.ts';
import { conclude } from './command-context.ts';
import { safeJson } from './safe-text.ts';

/** Entries in one answer: even the largest ones fit into a frame. */
const pageSize = 200;

export async function auditExport(context: CommandContext): Promise<number> {
  const { args, client, screen, signal } = context;
  if (args.words.length !== 1 || args.words[0] !== 'export') throw new UsageFault('Say what to do: audit export');
  const reason = args.one('reason');
  const wish = reason === null ? {} : { reason };
  const answer = await client.request({ method: 'audit.export', params: { wish } });
  if (answer.outcome.kind !== 'permitted') return conclude(context, answer);
  const page = (before: number | null, limit: number) =>
    client.ask('audit.page', { before, limit }, { mayStart: false });
  const last = (await page(null, 1)).entries[0]?.sequence ?? 0;
  // Sequences have no gaps, so the oldest page can be asked for by its end.
  for (let first = 1; first <= last && !signal.aborted; first += pageSize) {
    const end = Math.min(first + pageSize, last + 1);
    const { entries } = await page(end, end - first);
    const lines = [...entries].reverse().map(({ json }) => `${safeJson(json)}\n`);
    await screen.write('out', lines.join(''));
  }
  return 0;
}
