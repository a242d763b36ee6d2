// Kubernetes: a Secret is as good as its value wherever its body is printed.
import type { ToolRisk } from '../tool-risk.ts';
import { has, type Use, valuesOf } from '../use.ts';

/** Options that choose another cluster, another identity, or a file for either. Shared with helm. */
export const elsewhere =
  '--kubeconfig|-s|--server|--token|--as|--as-group|--as-uid|--cluster|--user|--username|--password|--proxy-url|--cache-dir|--insecure-skip-tls-verify|--tls-server-name|--certificate-authority|--client-key|--client-certificate|--kube-apiserver|--kube-token|--kube-as-user|--kube-as-group|--kube-ca-file|--kube-insecure-skip-tls-verify';

export const kubectl = {
  names: ['kubectl', 'oc'],
  target: 'your Kubernetes cluster',
  flags: `-A --all-namespaces --show-labels --watch -w --watch-only --no-headers --previous -p --timestamps --all-containers --prefix
    -f --follow --ignore-not-found --recursive -R --show-kind --containers --client --minify --namespaced --show-events --list --all`,
  values: `-n --namespace -o --output -l --selector --context --field-selector -c --container --tail --since --since-time --sort-by
    --template --limit --chunk-size --timeout --for --api-group --verbs --request-timeout -L --label-columns --revision --raw
    ${elsewhere.replaceAll('|', ' ')}`,
  but: { [elsewhere]: 'unknown', '--raw': (path) => (/secrets|token/.test(path) ? 'disclose' : 'unknown') },
  verbs: {
    get: getRisk,
    'logs|top|explain|api-resources|api-versions|version|describe|events|wait': 'read',
    'cluster-info$': 'read',
    'auth can-i|whoami': 'read',
    'rollout status|history': 'read',
    'config current-context|get-contexts|get-clusters|get-users': 'read',
    'config view': { is: 'read', but: { '--raw|--flatten|-o|--output|--template': 'disclose' } },
    'create token': 'disclose',
    apply: { is: 'write', but: { '--prune|--force': 'delete' } },
    replace: { is: 'write', but: { '--force': 'delete' } },
    'create|edit|patch|label|annotate|scale|autoscale|expose|set|taint|cordon|uncordon|cp|run': 'write',
    'rollout restart|undo|pause|resume': 'write',
    'delete|drain': 'delete',
  },
} as const satisfies ToolRisk;

/** Names alone are no disclosure; `-f` and `-k` may name a Secret in a file that nobody sees here. */
function getRisk(use: Use) {
  const resources = use.operands.slice(1);
  const bodies = has(use, '--template') || valuesOf(use, '-o|--output').some((form) => !/^(?:name|wide)$/.test(form));
  const secret = resources.some((word) => /(?:^|,)secrets?(?:[./,]|$)/i.test(word));
  if (secret) return bodies ? 'disclose' : 'read';
  if (resources.some((word) => /[$*?[{]/.test(word))) return 'unknown';
  return has(use, '-f|--filename|-k|--kustomize') ? 'unknown' : 'read';
}
