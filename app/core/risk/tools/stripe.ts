// Stripe's command line.
import type { ToolRisk } from '../tool-risk.ts';
import type { Use } from '../use.ts';

const isPath = (use: Use) => /^\/v\d\/[\w/-]+$|^[a-z]+_\w+$/.test(use.operands[1] ?? '');

export const stripe = {
  names: ['stripe'],
  target: 'Stripe',
  flags: '--live --show-headers -s',
  values: '--limit -l -d --data -e --expand --starting-after --ending-before -p --project-name --api-key',
  but: { '--config|--api-base': 'unknown', '--api-key': 'unknown' },
  verbs: {
    get: (use) => (isPath(use) ? 'read' : 'unknown'),
    'charges|customers|invoices|products|prices|payment_intents|subscriptions|events|refunds|payouts|balance_transactions|coupons|disputes list|retrieve':
      'read',
    'balance retrieve': 'read',
    post: 'write',
    'charges|customers|invoices|products|prices|payment_intents|subscriptions|refunds|payouts|coupons create|update|confirm|capture':
      'write',
    'trigger|resend': 'write',
    delete: 'delete',
    'customers|products|invoices|coupons|subscriptions delete|cancel': 'delete',
    config: 'disclose',
    listen: { is: 'unknown', but: { '--print-secret': 'disclose' } },
  },
} as const satisfies ToolRisk;
