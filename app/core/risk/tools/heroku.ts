// Heroku's command line: its config is where an app's credentials are kept.
import type { ToolRisk } from '../tool-risk.ts';

export const heroku = {
  names: ['heroku'],
  target: 'Heroku',
  flags: '--json -j -s --shell --tail -t -A --all',
  values: '-a --app -n --num -r --remote -p --pipeline -d --dyno --source',
  verbs: {
    'config|config:get': 'disclose',
    'auth:token|releases:info|authorizations:create|authorizations:info|pg:credentials:url|redis:credentials':
      'disclose',
    'auth:whoami|apps|apps:info|info|ps|logs|releases|addons|addons:info|domains|pg:info|pg:backups|status|access|pipelines':
      'read',
    'config:set|ps:scale|ps:restart|restart|releases:rollback|apps:create|create|addons:create|domains:add|maintenance:on|maintenance:off':
      'write',
    'config:unset|apps:destroy|destroy|addons:destroy|domains:remove|pg:reset|authorizations:revoke': 'delete',
  },
} as const satisfies ToolRisk;
