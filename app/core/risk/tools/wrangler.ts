// Cloudflare's command line.

import { judgeSql } from '../sql-risk.ts';
import type { ToolRisk } from '../tool-risk.ts';
import { has, type Use, valuesOf } from '../use.ts';

export const wrangler = {
  names: ['wrangler'],
  target: 'Cloudflare',
  flags: '--json --remote --local --preview --format',
  values: '-e --env --name --namespace-id --binding --prefix --command',
  but: { '-c|--config|--cwd|--env-file': 'unknown' },
  verbs: {
    'auth token': 'disclose',
    'whoami|tail': 'read',
    'deployments|versions|d1|r2|queues|secret|pages|kv list|status|info': 'read',
    'kv namespace|key list': 'read',
    'kv key get': 'read',
    'r2 bucket list|info': 'read',
    'pages project|deployment list': 'read',
    'd1 execute': (use: Use) => {
      const [text, ...more] = valuesOf(use, '--command');
      return text === undefined || more.length > 0 || has(use, '--file') ? 'unknown' : judgeSql(text).class;
    },
    'deploy|publish|rollback': 'write',
    'secret put|bulk': 'write',
    'kv key put': 'write',
    'kv namespace create': 'write',
    'r2 object put|get': 'write',
    'd1 create': 'write',
    'pages deploy': 'write',
    'secret delete': 'delete',
    'kv key|namespace delete': 'delete',
    'r2 object|bucket delete': 'delete',
    'd1 delete': 'delete',
    delete: 'delete',
  },
} as const satisfies ToolRisk;
