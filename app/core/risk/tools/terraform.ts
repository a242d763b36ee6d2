// Terraform and OpenTofu. A plan starts providers and `external` programs, an apply does what its files say: both unknown.
import type { ToolRisk } from '../tool-risk.ts';

export const terraform = {
  names: ['terraform', 'tofu'],
  target: 'your infrastructure',
  oneDash: true,
  flags: '-no-color -json -check -diff',
  but: { '-chdir|-state|-backend-config': 'unknown' },
  verbs: {
    'version|validate|providers$|graph': 'read',
    'state list': 'read',
    'state show': 'read',
    'workspace list|show': 'read',
    show: { is: 'read', but: { '-json': 'disclose' } },
    output: 'disclose',
    'state pull': 'disclose',
    fmt: 'write',
    'init|get|taint|untaint|import|refresh': 'write',
    'state mv|push|replace-provider': 'write',
    'workspace new|select': 'write',
    'destroy|force-unlock': 'delete',
    'state rm': 'delete',
    'workspace delete': 'delete',
    apply: { is: 'unknown', but: { '-destroy': 'delete' } },
  },
} as const satisfies ToolRisk;
