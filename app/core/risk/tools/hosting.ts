// Vercel and Netlify.
import type { ToolRisk } from '../tool-risk.ts';

const vercel = {
  names: ['vercel', 'vc'],
  target: 'Vercel',
  flags: '-y --yes --json -f --follow --prod',
  values: '-S --scope -t --token -n --limit --environment',
  but: { '-A|--local-config|-Q|--global-config|--api|--cwd': 'unknown' },
  verbs: {
    'env pull': 'disclose',
    pull: 'disclose',
    'whoami|inspect|logs|ls|list': 'read',
    'env|domains|dns|certs|alias|project|projects|teams ls|list': 'read',
    'deploy|promote|rollback|redeploy|link': 'write',
    'env|domains|dns|alias|project add|set|update': 'write',
    'env|domains|dns|alias|project|projects rm|remove': 'delete',
    'remove|rm': 'delete',
  },
} as const satisfies ToolRisk;

const netlify = {
  names: ['netlify', 'ntl'],
  target: 'Netlify',
  flags: '--json --verbose',
  values: '-s --site -c --context --scope',
  but: { '--auth': 'unknown' },
  verbs: {
    'env:list|env:get': 'disclose',
    'status|sites:list|functions:list|api:list|logs:deploy': 'read',
    'deploy|env:set|env:import|sites:create|link|open': 'write',
    'env:unset|sites:delete|unlink': 'delete',
  },
} as const satisfies ToolRisk;

export const hosting: readonly ToolRisk[] = [vercel, netlify];
