// The Node that agents' programs will run the shim with: the first one on the login shell's PATH that is new enough.
import type { AgentPrograms } from '../ports/agent-programs.ts';

export interface NodeProgram {
  /** Absolute; not the file behind a link, for that goes with the next update. */
  readonly path: string;
  /** Such as `v24.1.0`. */
  readonly version: string;
}

const oldestMajor = 18;
const answerMs = 5000;

/** null: none of version 18 or newer. */
export async function findNode(programs: Pick<AgentPrograms, 'find' | 'run'>): Promise<NodeProgram | null> {
  for (const path of await programs.find('node')) {
    const printed = await programs.run({ file: path, args: ['--version'] }, answerMs).catch(() => '');
    const [version = '', major = '0'] = /^v(\d+)\.\d+\.\d+/.exec(printed.trim()) ?? [];
    if (Number(major) >= oldestMajor) return { path, version };
  }
  return null;
}
