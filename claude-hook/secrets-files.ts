// Which files usually hold secrets, and which commands read them: short lists, so that the hook speaks seldom and for a reason.
import type { InnerCommand } from '../app/core/commands/inner-command.ts';
import { readCommand } from '../app/core/commands/read-command.ts';

/** `.env.example` and its like hold none: they are what one is made from. */
const dotenv = /^(?:\.env(?:\.(?!(?:example|sample|template|dist|defaults|schema)$)[\w-]+)*|\.envrc|[\w-]+\.env)$/i;
const others = /^(?:\.netrc|_netrc|\.pgpass|\.git-credentials|\.vault-token|id_(?:rsa|dsa|ecdsa|ed25519))$/;
const inFolders = /(?:^|\/)(?:\.aws\/credentials|\.docker\/config\.json|\.config\/gh\/hosts\.yml)$/;

/** By its name alone; whether there is such a file is not asked. */
export function isSecretsFile(path: string): boolean {
  const slashes = path.replaceAll('\\', '/');
  const name = slashes.slice(slashes.lastIndexOf('/') + 1);
  return dotenv.test(name) || others.test(name) || inFolders.test(slashes);
}

/** What prints a file or takes it into the shell. Programs that use one for themselves (`docker --env-file`) are none of these. */
const readers = new Set(
  'cat tac less more head tail bat nl cut sort uniq strings xxd od hexdump base64 diff source . type get-content gc'.split(
    ' ',
  ),
);
/** Of these the first operand is no file but what is looked for or done. */
const filters = new Set('grep egrep fgrep rg ag sed awk gawk mawk jq yq'.split(' '));

/** How deep commands within quoted words are looked into. */
const maxDepth = 4;

/** Never throws; where the line is not understood, a best guess. */
export function readsSecretsFile(line: string, depth = 0): boolean {
  const { commands } = readCommand({ kind: 'shell', line });
  if (commands.some((command) => filesRead(command).some(isSecretsFile))) return true;
  return depth < maxDepth && quotedCommands(commands).some((inner) => readsSecretsFile(inner, depth + 1));
}

function filesRead({ words: [program = '', ...rest], readsFrom }: InnerCommand): readonly string[] {
  const name = program.slice(program.lastIndexOf('/') + 1).toLowerCase();
  if (readers.has(name)) return [...rest, ...readsFrom];
  if (!filters.has(name)) return [];
  const first = rest.findIndex((word) => !word.startsWith('-'));
  return [...rest.filter((_, at) => at !== first), ...readsFrom];
}

/** Commands whose output becomes part of a quoted word. */
function quotedCommands(commands: readonly InnerCommand[]): readonly string[] {
  return commands.flatMap(({ words }) =>
    words.flatMap((word) => [...word.matchAll(/\$\(([^()]*)\)|`([^`]*)`/g)].map(([, a, b]) => a ?? b ?? '')),
  );
}
