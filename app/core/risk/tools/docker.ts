// Docker and Podman. What runs inside of a container is not in the command: `run` and `exec` are unknown.
import type { ToolRisk } from '../tool-risk.ts';
import type { Use } from '../use.ts';

export const docker = {
  names: ['docker', 'podman'],
  target: 'containers',
  flags: `-a --all -q --quiet --no-trunc -s --size -l --latest -f --follow -t --timestamps --details --no-stream --digests --tree
    --verbose -v --no-color --no-log-prefix --services`,
  values: `--format --filter --since --until -n --tail --last --limit --type --platform --context -c -H --host --config --connection
    --url --identity --tlscacert --tlscert --tlskey`,
  but: {
    '-H|--host|-c|--context|--config|--connection|--url|--identity|--remote|--tlscacert|--tlscert|--tlskey': 'unknown',
    '--format': (template) => (/\bEnv\b|\$|^@/.test(template) ? 'disclose' : 'read'),
  },
  verbs: {
    'ps|images|logs|version|info|stats|top|port|history|diff|events|search': 'read',
    inspect: inspectRisk,
    'container inspect': inspectRisk,
    'container ls|list|ps|logs|stats|top|port|diff': 'read',
    'image ls|list|history|inspect': 'read',
    'network|volume|context|plugin|node|service|stack|config|secret|buildx ls|list|inspect|ps': 'read',
    'system df|info|events': 'read',
    'manifest inspect': 'read',
    'compose ps|ls|logs|images|top|port|version': 'read',
    'compose config|convert': 'disclose',
    'build|pull|push|tag|commit|cp|create|start|stop|restart|pause|unpause|rename|update|wait|login|import|load|save|export':
      'write',
    'buildx build|bake': 'write',
    'image build|pull|push|tag|load|save': 'write',
    'container start|stop|restart|pause|unpause|create|cp|rename|update|commit': 'write',
    'network|volume create|connect|disconnect': 'write',
    'compose build|pull|push|create|start|stop|restart|up': 'write',
    'kill|rm|rmi|logout': 'delete',
    'container kill|rm|prune': 'delete',
    'image|network|volume|context|service|stack|secret|config rm|remove|prune': 'delete',
    'system|builder|buildx prune': 'delete',
    'compose down|rm|kill': 'delete',
  },
} as const satisfies ToolRisk;

/** Its `-f` takes a template, where that of other verbs takes nothing. */
function inspectRisk(use: Use) {
  return use.operands.some((word) => /\bEnv\b/.test(word)) ? 'disclose' : 'read';
}
