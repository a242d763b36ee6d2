// What the windows and the audit log say of a call: the same, with no value of the vault left in what the asker says of itself. In the
// request none can be: it was searched, and would have been blocked.
import type { CallAction } from '../../contract/call.ts';
import type { VaultWords } from '../redaction/vault-words.ts';
import type { CallAsker } from './call-house.ts';
import type { AskedCall } from './judge-call.ts';

/** @throws BrokerError as `VaultWords.search` */
export async function withShownCall(
  words: VaultWords,
  call: CallAction,
  { purpose }: Pick<CallAsker, 'purpose'>,
): Promise<AskedCall> {
  const { thing } = await words.cleaned({ call, purpose }, (all, text) => ({
    call: {
      ...all.call,
      client: { ...all.call.client, name: text(all.call.client.name) },
      caller: all.call.caller.map((each) => ({
        ...each,
        name: text(each.name),
        exe: each.exe === null ? null : text(each.exe),
        cwd: each.cwd === null ? null : text(each.cwd),
      })),
    },
    purpose: all.purpose === null ? null : text(all.purpose),
  }));
  return { call, shown: thing.call, purpose: thing.purpose };
}
