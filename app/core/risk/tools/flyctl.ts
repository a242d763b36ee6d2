// Fly.io's command line.
import type { ToolRisk } from '../tool-risk.ts';

export const flyctl = {
  names: ['fly', 'flyctl'],
  target: 'Fly.io',
  flags: '-j --json --all --image -n --no-tail',
  values: '-a --app -r --region -o --org -i --instance -t --access-token -c --config',
  but: { '-t|--access-token': 'unknown' },
  verbs: {
    'auth token': 'disclose',
    'tokens create': 'disclose',
    'auth whoami': 'read',
    'status|logs|releases|info|version': 'read',
    'apps|machine|machines|volumes|secrets|ips|certs|orgs|regions|checks|tokens|services list|status|show': 'read',
    'scale show': 'read',
    'config show': 'unknown',
    'deploy|launch|restart': 'write',
    'apps|machine|machines|volumes create|restart|start|stop|update|clone|extend': 'write',
    'secrets set|import|deploy': 'write',
    'scale count|vm|memory': 'write',
    'apps|machine|machines|volumes destroy|remove': 'delete',
    'secrets unset': 'delete',
    'tokens revoke': 'delete',
    destroy: 'delete',
  },
} as const satisfies ToolRisk;
