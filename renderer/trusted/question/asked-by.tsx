// Who asks, as the system reports it, and why, as the agent says.
import type { Action } from '../../../app/contract/run.ts';
import { VisibleText } from '../visible-text.tsx';
import { CallerChain } from './caller-chain.tsx';

export function AskedBy({ action, home }: { readonly action: Action; readonly home: string }) {
  return (
    <section>
      <h2>Asked by{action.caller.length === 0 ? '' : ', as the system reports it'}</h2>
      <CallerChain caller={action.caller} home={home} />
      <p className="known-as">
        connected as <code>{action.client.id}</code>; “<VisibleText text={action.client.name} />” is what it calls
        itself
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
