// Programs that change files, and the filters that can be made to.
import type { RiskClass } from '../../../contract/risk.ts';
import { gravest } from '../gravest.ts';
import type { ToolRisk } from '../tool-risk.ts';
import { has, type Use, valuesOf } from '../use.ts';

const target = 'files here';

const write = {
  names: [
    'mkdir',
    'touch',
    'cp',
    'mv',
    'chmod',
    'chown',
    'ln',
    'tee',
    'mktemp',
    'install',
    'tar',
    'zip',
    'unzip',
    'gzip',
    'gunzip',
  ],
  target,
  // tar starts programs by these; what they are to the others does not matter
  but: {
    '-I|-F|--use-compress-program|--checkpoint-action|--to-command|--info-script|--new-volume-script|--rsh-command':
      'unknown',
  },
  verbs: { '': 'write' },
} as const satisfies ToolRisk;

const remove = {
  names: ['rm', 'rmdir', 'unlink', 'shred', 'truncate', 'dd', 'mkfs'],
  target,
  verbs: { '': 'delete' },
} as const satisfies ToolRisk;

const sed = {
  names: ['sed', 'gsed'],
  target,
  flags: '-n -E -r -u -z -s --quiet --silent --regexp-extended --sandbox',
  values: '-e --expression',
  but: { '-i|--in-place': 'write', '-f|--file': 'unknown' },
  judge: (use: Use) => {
    const given = valuesOf(use, '-e|--expression');
    const scripts = given.length > 0 ? given : use.operands.slice(0, 1);
    return { class: gravest(scripts.map(sedRisk)), words: [] };
  },
} as const satisfies ToolRisk;

/** One substitution, or one printing or deleting of lines: `w` writes, `e` runs what it finds. */
function sedRisk(script: string): RiskClass {
  const lines = '(?:[\\d,$]*|/[^/\\\\\\n]*/)';
  const part = '(?:(?!\\1)[^\\\\\\n]|\\\\[^\\n])*';
  const substitution = new RegExp(`^${lines}s([/|#,:@])${part}\\1${part}\\1[gpIi\\d]*$`);
  return substitution.test(script) || new RegExp(`^${lines}[pdq]$`).test(script) ? 'read' : 'unknown';
}

const awk = {
  names: ['awk', 'gawk', 'mawk'],
  target,
  values: '-F -v',
  but: { '-f|-i|-l|-E|--file': 'unknown' },
  judge: (use: Use) => ({ class: awkRisk(use.operands[0] ?? ''), words: [] }),
} as const satisfies ToolRisk;

/** Anything that may write, run, read a file of its own choice or call by name is not known. */
function awkRisk(program: string): RiskClass {
  if (/ENVIRON|PROCINFO|SYMTAB/.test(program)) return 'disclose';
  return program === '' || /system|getline|close|ARG[VC]|@|[|>]/.test(program) ? 'unknown' : 'read';
}

const find = {
  names: ['find'],
  target,
  oneDash: true,
  flags:
    '-print -print0 -not -o -or -a -and -prune -empty -follow -xdev -mount -ls -readable -executable -writable -depth -L -H -P -true -quit',
  values:
    '-name -iname -path -ipath -wholename -type -maxdepth -mindepth -size -mtime -mmin -ctime -atime -newer -perm -user -group -regex -iregex',
  but: { '-delete': 'delete', '-exec|-execdir|-ok|-okdir': 'unknown', '-fprint|-fprint0|-fprintf|-fls': 'write' },
  judge: (use: Use) => ({ class: has(use, '-delete') ? 'delete' : 'read', words: [] }) as const,
} as const satisfies ToolRisk;

export const shellFiles: readonly ToolRisk[] = [write, remove, sed, awk, find];
