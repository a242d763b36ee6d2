// wget writes what it gets into a file, unless it is told not to.
import { gravest } from '../gravest.ts';
import { methodRisk, overridesMethod } from '../method-risk.ts';
import type { ToolRisk } from '../tool-risk.ts';
import { has, type Use, valuesOf } from '../use.ts';
import { judgeAddresses } from '../web-address.ts';

export const wget = {
  names: ['wget'],
  target: 'a web address',
  flags: '-q --quiet -S --server-response --spider -nv --no-verbose',
  values:
    '-O --output-document --header -T --timeout -t --tries -U --user-agent --method --post-data --post-file --body-data --body-file',
  but: {
    '-i|--input-file|-e|--execute|--config|--use-askpass|--no-check-certificate': 'unknown',
    '--delete-after': 'delete',
  },
  judge: (use: Use) => {
    const { class: asked, target } = judgeAddresses(use.operands);
    const body = has(use, '--post-data|--post-file|--body-data|--body-file');
    const done = methodRisk(valuesOf(use, '--method'), body);
    const outputs = valuesOf(use, '-O|--output-document');
    const kept = !has(use, '--spider') && (outputs.length === 0 || outputs.some((file) => file !== '-'));
    const hidden = valuesOf(use, '--header').some(overridesMethod);
    return { class: gravest([asked, done, kept ? 'write' : 'read', hidden ? 'unknown' : 'read']), words: [], target };
  },
} as const satisfies ToolRisk;
