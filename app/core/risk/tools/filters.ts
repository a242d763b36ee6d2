// Programs that turn text into other text, or tell something about a file or this computer.
import { jqWordReadsEnvironment } from '../jq-risk.ts';
import type { ToolRisk } from '../tool-risk.ts';
import type { Use } from '../use.ts';

const target = 'text and files here';

/** No option of these writes a file or starts a program. */
const plain = {
  names:
    `cat head tail wc cut tr ls nl tac rev paste join comm fold fmt expand unexpand column cmp diff grep egrep fgrep basename dirname
    realpath readlink stat du df pwd seq test [ echo printf true false : md5sum sha1sum sha224sum sha256sum sha384sum sha512sum
    cksum od strings which type whoami id uname nproc uptime`.split(/\s+/),
  target,
  filter: true,
  anyOption: true,
  verbs: { '': 'read' },
} as const satisfies ToolRisk;

/** What is left of `command` starts nothing: `command -v gh`. */
const command = {
  names: ['command'],
  target,
  flags: '-v -V',
  verbs: { '': 'read' },
} as const satisfies ToolRisk;

/** These say where the next command runs, or how the line ends. */
const shell = {
  names: ['cd', 'pushd', 'popd', 'exit', 'sleep', 'wait', 'break', 'continue', 'return'],
  target,
  flags: '-P -L -n',
  verbs: { '': 'read' },
} as const satisfies ToolRisk;

const sort = {
  names: ['sort'],
  target,
  flags: `-b -d -f -g -i -M -h -n -R -r -V -c -C -m -s -u -z --numeric-sort --reverse --unique --human-numeric-sort --version-sort
    --ignore-case --stable --zero-terminated --check --general-numeric-sort`,
  values: '-k --key -t --field-separator -o --output -T --temporary-directory -S --buffer-size',
  but: { '-o|--output': 'write', '-T|--temporary-directory|--compress-program|--files0-from': 'unknown' },
  verbs: { '': 'read' },
} as const satisfies ToolRisk;

/** A second operand is a file that they write. */
const twoFiles = {
  names: ['uniq', 'xxd', 'base64', 'base32'],
  target,
  flags: '-c -d -D -u -i -z -p -r -a -b -e --count --repeated --unique --ignore-case --decode --ignore-garbage -q',
  values: '-w --wrap -f -s -l -g -o --output',
  but: { '-o|--output': 'write' },
  judge: (use: Use) => ({ class: use.operands.length > 1 ? 'write' : 'read', words: [] }) as const,
} as const satisfies ToolRisk;

const jq = {
  names: ['jq'],
  target,
  flags: `-r -c -s -n -e -S -M -C -j -a -R -h --raw-output --compact-output --slurp --null-input --exit-status --sort-keys --raw-input
    --join-output --tab --seq --stream --monochrome-output --color-output --args --jsonargs --ascii-output`,
  values: '--arg --argjson --slurpfile --rawfile --indent -L --library-path -f --from-file',
  but: { '-f|--from-file|-L|--library-path': 'unknown' },
  judge: ({ operands }: Use) => {
    if (operands.some(jqWordReadsEnvironment)) return { class: 'disclose', words: [] };
    const unseen = operands.some((word) => /\b(?:import|include)\b/.test(word) || /^\$/.test(word));
    return { class: unseen ? 'unknown' : 'read', words: [] };
  },
} as const satisfies ToolRisk;

const yq = {
  names: ['yq'],
  target,
  flags: '-r -P -C -M -N -e -n --unwrapScalar --prettyPrint --no-colors',
  values: '-o -p --output-format --input-format',
  but: { '-i|--inplace|--in-place': 'write' },
  judge: ({ operands }: Use) => {
    const text = operands.join(' ');
    if (/env/i.test(text.replace(/\.env\b/g, ''))) return { class: 'disclose', words: [] };
    return { class: /load|system|eval|\$/.test(text) ? 'unknown' : 'read', words: [] };
  },
} as const satisfies ToolRisk;

const rg = {
  names: ['rg'],
  target,
  anyOption: true,
  but: { '--pre|--pre-glob|--hostname-bin|-z|--search-zip': 'unknown' },
  verbs: { '': 'read' },
} as const satisfies ToolRisk;

/** An operand without a plus sets the clock. */
const date = {
  names: ['date'],
  target,
  flags: '-u --utc -R -I --iso-8601 --rfc-3339',
  values: '-d --date -r --reference',
  judge: ({ operands }: Use) =>
    ({ class: operands.every((word) => word.startsWith('+')) ? 'read' : 'unknown', words: [] }) as const,
} as const satisfies ToolRisk;

const ps = {
  names: ['ps'],
  target: 'this computer',
  filter: true,
  anyOption: true,
  verbs: { '': 'read' },
} as const satisfies ToolRisk;

export const filters: readonly ToolRisk[] = [plain, command, shell, sort, twoFiles, jq, yq, rg, date, ps];
