// A proposed policy, from the window that shows it. SECURITY P9: only there can it be accepted.

import { BrokerError } from '../../contract/fault.ts';
import type { TrustedHandlers } from '../ipc-main.ts';
import type { TrustedWindowParts } from './parts.ts';
import { ProposalArming } from './proposal-arming.ts';
import { subjectOf } from './subject.ts';

export function policyHandlers(
  parts: TrustedWindowParts,
): Pick<TrustedHandlers, 'subject.get' | 'policy.accept' | 'policy.discard'> {
  const { desks, windows } = parts;
  const arming = new ProposalArming(() => performance.now());
  return {
    'subject.get': async (_none, sender) => {
      const subject = await subjectOf(parts, sender);
      if (subject?.kind === 'policy' && subject.proposal !== null) {
        const { contents } = sender;
        const { digest } = subject.proposal;
        void windows.shown(contents).then(() => arming.shown(contents.id, digest));
      }
      return subject;
    },
    'policy.accept': async ({ digest, proof }, { contents, closed }) => {
      if (!arming.isArmed(contents.id, digest)) throw new BrokerError('policy_moved_on');
      await desks.policy.accept(digest, proof, closed);
      windows.closeTrusted('policy');
    },
    'policy.discard': async ({ digest }) => {
      await desks.policy.discard(digest);
      windows.closeTrusted('policy');
    },
  };
}
