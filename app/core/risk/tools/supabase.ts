// Supabase's command line.
import type { ToolRisk } from '../tool-risk.ts';

export const supabase = {
  names: ['supabase'],
  target: 'Supabase',
  flags: '--linked --local --debug',
  values: '--project-ref --output -o --schema -s --db-url --workdir --profile',
  but: { '--db-url|--workdir|--profile|--debug': 'unknown' },
  verbs: {
    'projects api-keys': 'disclose',
    status: 'disclose',
    'projects|orgs|functions|branches|migration|secrets|snippets|domains list': 'read',
    'db push|pull|dump|diff': 'write',
    'functions deploy|new|download': 'write',
    'migration up|new|repair|squash': 'write',
    'secrets set': 'write',
    'projects|branches create': 'write',
    'link|start|stop': 'write',
    'db reset': 'delete',
    'projects|functions|branches delete': 'delete',
    'secrets unset': 'delete',
  },
} as const satisfies ToolRisk;
