// Values on their way to the person's own eyes or clipboard: the one place where one leaves the main process. SECURITY P1.

import type { Proof } from '../../contract/proof.ts';
import type { FieldName } from '../../contract/secret.ts';
import type { Look } from '../../core/person/secret-desk.ts';
import type { TrustedHandlers } from '../ipc-main.ts';
import { secretOf } from '../purposes.ts';
import type { TrustedSender } from '../trusted-sender.ts';
import type { TrustedWindowParts } from './parts.ts';

export function revealHandlers({
  desks: { secrets },
  copy,
}: TrustedWindowParts): Pick<TrustedHandlers, 'reveal.show' | 'reveal.copy' | 'reveal.code'> {
  return {
    'reveal.show': async (asked, sender) => ({ value: await secrets.reveal(lookOf(asked, sender), 'shown') }),
    'reveal.copy': async (asked, sender) => copy(await secrets.reveal(lookOf(asked, sender), 'copied')),
    'reveal.code': (asked, sender) => secrets.code(lookOf(asked, sender)),
  };
}

function lookOf(asked: { readonly field: FieldName; readonly proof: Proof | null }, sender: TrustedSender): Look {
  return { ...asked, id: secretOf(sender.purpose), signal: sender.closed };
}
