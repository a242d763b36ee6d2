// MongoDB's shell runs JavaScript: that it deletes can be seen, that it does not cannot.
import type { ToolRisk } from '../tool-risk.ts';

export const mongosh = {
  names: ['mongosh', 'mongo'],
  target: 'a MongoDB database',
  values: '--eval',
  but: { '--eval': (code) => (/\b(?:drop|delete|remove)\w*\s*\(/i.test(code) ? 'delete' : 'unknown') },
  verbs: {},
} as const satisfies ToolRisk;
