// Whether programs can reach the gateway, and how. SECURITY P9: opening it needs a proof, which the broker demands.
import type { FormEvent } from 'react';
import { useState } from 'react';
import type { GatewayDoor } from '../../../app/contract/gateway.ts';
import type { Settings } from '../../../app/contract/settings.ts';
import { call } from '../broker.ts';
import { type Choice, Choices } from '../choices.tsx';
import { useEscape } from '../escape.ts';
import { ProofPrompt } from '../proof-prompt.tsx';
import { SaveFooter } from '../save-footer.tsx';
import { useProof } from '../use-proof.ts';
import { WindowHead } from '../window-head.tsx';

export function DoorWindow({ settings }: { readonly settings: Settings }) {
  const [gateway, setGateway] = useState(settings.gateway);
  const proof = useProof();
  const busy = proof.state.kind === 'busy';
  const asking = proof.state.kind === 'asking';
  const close = () => call('window.close', undefined);
  useEscape(() => (busy ? undefined : close()));
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (busy || asking) return;
    // The broker closes the window when it is done.
    await proof.tryWithout((given) => call('settings.save', { settings: { ...settings, gateway }, proof: given }));
  };
  return (
    <form onSubmit={submit} noValidate>
      <WindowHead title="The gateway">
        Programs that you let in call APIs through it. Postern adds the secret, and they never see it.
      </WindowHead>
      <div className="body">
        <Choices
          legend="Programs can reach it"
          value={gateway}
          options={doors}
          onChange={(next) => {
            // The proof that was asked for was for something else.
            proof.drop();
            setGateway(next);
          }}
        />
        <ProofPrompt ask={proof} to="open the gateway" does="Save" />
        <SaveFooter proof={proof} onCancel={close} />
      </div>
    </form>
  );
}

const doors: readonly Choice<GatewayDoor>[] = [
  { value: 'off', label: 'Not at all', says: 'It is closed. Requests under way end.' },
  {
    value: 'port',
    label: 'On a port of this computer',
    says: 'What most programs can use. No other computer reaches it; web pages and who was not let in are refused.',
  },
  {
    value: 'socket',
    label: 'On a socket',
    says: 'A file that only your account may open. Safer on a computer that others use too, but fewer programs know how.',
  },
];
