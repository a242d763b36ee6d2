// Who asks, as the system reports it, and why, as the agent says.
import { AgentId } from '../../../app/contract/gateway.ts';
import type { Action } from '../../../app/contract/run.ts';
import { VisibleText } from '../visible-text.tsx';
import { CallerChain } from './caller-chain.tsx';

interface AskedByProps {
  readonly action: Pick<Action, 'caller' | 'client'>;
  readonly home: string;
}

export function AskedBy({ action: { caller, client }, home }: AskedByProps) {
  if (AgentId.safeParse(client.id).success) return <AskedByAgent client={client} />;
  return (
    <section>
      <h2>Asked by{caller.length === 0 ? '' : ', as the system reports it'}</h2>
      <CallerChain caller={caller} home={home} />
      <p className="known-as">
        connected as <code>{client.id}</code>; “<VisibleText text={client.name} />” is what it calls itself
      </p>
    </section>
  );
}

/** The gateway knows an agent by its token alone; which program sent that, nobody can say. */
function AskedByAgent({ client }: Pick<Action, 'client'>) {
  return (
    <section>
      <h2>Asked by</h2>
      <p className="known-as">
        an agent of the gateway, with a token of <code>{client.id}</code>; “<VisibleText text={client.name} />” is what
        it called itself when you let it in
      </p>
    </section>
  );
}

/** A claim of the agent's; nothing where it gave none. */
export function Reason({ text }: { readonly text: string | null }) {
  return text === null ? null : <Claim title="Reason given by the agent, not verified" text={text} />;
}

export function Claim({ title, text }: { readonly title: string; readonly text: string }) {
  return (
    <section>
      <h2>{title}</h2>
      <div className="claim">
        <div className="scroll">
          <VisibleText text={text} prose />
        </div>
      </div>
    </section>
  );
}
