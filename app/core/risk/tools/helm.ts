// Helm: the manifest of a release holds its Secrets.
import type { ToolRisk } from '../tool-risk.ts';
import { elsewhere } from './kubectl.ts';

export const helm = {
  names: ['helm'],
  target: 'your Kubernetes cluster',
  flags:
    '-A --all-namespaces -a --all -q --short --failed --deployed --pending -l --versions --devel --strict --dependency-update',
  values: `-n --namespace -o --output --kube-context -f --values --set --set-string --version --max --filter --revision --repo
    ${elsewhere.replaceAll('|', ' ')} --post-renderer --post-renderer-args --output-dir`,
  but: {
    [elsewhere]: 'unknown',
    '--post-renderer|--post-renderer-args|--repository-config|--registry-config': 'unknown',
    '--output-dir': 'write',
  },
  verbs: {
    status: { is: 'read', but: { '-o|--output': 'disclose' } },
    'list|ls|history|version|lint|verify': 'read',
    'search repo|hub': 'read',
    'show chart|values|readme|all|crds': 'read',
    'repo list|ls': 'read',
    'get notes|metadata': 'read',
    'get all|manifest|values|hooks': 'disclose',
    template: 'unknown',
    'install|upgrade|rollback|push|pull|package|create|test': 'write',
    'dependency|dep update|build': 'write',
    'repo add|update|index': 'write',
    'repo remove|rm': 'delete',
    'uninstall|delete|del|un': 'delete',
  },
} as const satisfies ToolRisk;
