// What the windows and the audit log say of a call: the same, with no value of the vault left in what the asker says of itself. In the
// request none can be: it was searched, and would have been blocked.
import type { CallAction } from '../../contract/call.ts';
import type { VaultWords } from '../redaction/vault-words.ts';
import type { AskedCall } from './judge-call.ts';

/** @throws BrokerError as `VaultWords.search` */
export async function withShownCall(words: VaultWords, call: CallAction): Promise<AskedCall> {
  const { thing: shown } = await words.cleaned(call, (all, text) => ({
    ...all,
    client: { ...all.client, name: text(all.client.name) },
    caller: all.caller.map((each) => ({
      ...each,
      name: text(each.name),
      exe: each.exe === null ? null : text(each.exe),
      cwd: each.cwd === null ? null : text(each.cwd),
    })),
  }));
  return { call, shown };
}
