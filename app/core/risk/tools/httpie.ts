// HTTPie: its method is a word, and so are headers, queries and the body.
import type { RiskClass } from '../../../contract/risk.ts';
import { gravest } from '../gravest.ts';
import { methodRisk, overridesMethod } from '../method-risk.ts';
import type { ToolRisk } from '../tool-risk.ts';
import { has, type Use } from '../use.ts';
import { judgeAddresses } from '../web-address.ts';

export const httpie = {
  names: ['http', 'https', 'xh'],
  target: 'a web address',
  flags: '-b --body -h --headers -F --follow --ignore-stdin -I --check-status',
  values:
    '-a --auth -A --auth-type --timeout --pretty -s --style -o --output --session --session-read-only --proxy --verify --cert',
  but: {
    '-d|--download|-o|--output|--session': 'write',
    '--session-read-only|--proxy|--verify|--cert|--raw|--offline': 'unknown',
  },
  judge: (use: Use) => {
    const named = use.operands.length > 1 && /^[A-Za-z]+$/.test(use.operands[0] ?? '');
    const methods = named ? use.operands.slice(0, 1) : [];
    const [address = '', ...items] = use.operands.slice(methods.length);
    const { class: asked, target } = judgeAddresses([address]);
    const body = items.some((item) => !/^[\w.[\]-]+==/.test(item) && !/^[\w-]+:(?!=)/.test(item));
    // what is piped into it makes it a POST
    const piped = !named && !body && !has(use, '--ignore-stdin');
    const done: RiskClass = piped ? 'unknown' : methodRisk(methods, body);
    const hidden = items.some((item) => overridesMethod(item) || item.includes(':@'));
    return {
      class: gravest([asked, done, hidden ? 'unknown' : 'read']),
      words: methods,
      target,
    };
  },
} as const satisfies ToolRisk;
