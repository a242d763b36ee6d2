// GitLab's command line.
import { graphqlRisk, methodRisk, overridesMethod, sendsFile } from '../method-risk.ts';
import type { ToolRisk } from '../tool-risk.ts';
import { has, type Use, valuesOf } from '../use.ts';

export const glab = {
  names: ['glab'],
  target: 'GitLab',
  flags:
    '-w --web -c --comments -i --include --paginate -a --all --closed -M --merged --draft -d -A --system-logs --raw --color',
  values: `-R --repo --hostname -P --per-page -p --page -F --output --field -f --raw-field -X --method -H --header --input -l --label --assignee
    --author --milestone --search -s -b --branch --source-branch --target-branch --status --sort -o --order --pipeline-id -g --group`,
  but: { '--hostname': 'unknown', '-R|--repo': (value) => (/:\/\/|^[^/]*\.[^/.]*\//.test(value) ? 'unknown' : 'read') },
  verbs: {
    api: apiRisk,
    'auth status': { is: 'read', but: { '-t|--show-token': 'disclose' } },
    'config get': (use) => (use.operands.some((word) => /token/i.test(word)) ? 'disclose' : 'read'),
    'mr|issue|release|repo|snippet|label|schedule|ci|pipeline|incident|milestone|iteration list|view|diff|show|status|trace|approvers':
      'read',
    'variable|ssh-key|deploy-key list': 'read',
    'variable get|export': 'disclose',
    'token create|rotate': 'disclose',
    'mr|issue|release|repo|snippet|label|schedule|incident|milestone create|update|note|close|reopen|subscribe|clone|fork|archive|upload|download':
      'write',
    'mr merge|approve|revoke|rebase|checkout|todo': 'write',
    'ci|pipeline run|retry|trigger|cancel|run-trig': 'write',
    'variable set|update': 'write',
    'mr|issue|release|repo|snippet|label|schedule|variable|ci|pipeline|ssh-key|deploy-key|milestone delete': 'delete',
    'token revoke': 'delete',
  },
} as const satisfies ToolRisk;

function apiRisk(use: Use) {
  const [, endpoint = ''] = use.operands;
  const fields = valuesOf(use, '-f|--raw-field|-F|--field');
  if (valuesOf(use, '-H|--header').some(overridesMethod) || /:\/\/|\$|^$/.test(endpoint)) return 'unknown';
  if (/\/variables\b|access_tokens|registration_token/.test(endpoint)) return 'disclose';
  if (/graphql\/?$/.test(endpoint)) return has(use, '--input') ? 'unknown' : graphqlRisk(fields);
  const done = methodRisk(valuesOf(use, '-X|--method'), fields.length > 0 || has(use, '--input'));
  return done === 'read' && sendsFile(fields) ? 'unknown' : done;
}
