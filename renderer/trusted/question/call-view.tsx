// The hero of the window for a call: method and address, every character of them, where it goes, and what deserves a second look.
import { memo } from 'react';
import type { CallAction } from '../../../app/contract/call.ts';
import { Fold } from '../controls.tsx';
import { durationWords } from '../paths.ts';
import { VisibleText } from '../visible-text.tsx';
import { callWarnings, readable } from './call-words.ts';
import { SaidText } from './said-text.tsx';
import { Scrolled } from './scrolled.tsx';
import './command-view.css';
import './call-view.css';

/** Drawn anew only for another call: the countdown beside it ticks every second. */
export const CallView = memo(function CallView({ call }: { readonly call: CallAction }) {
  const warnings = callWarnings(call);
  return (
    <>
      <div className="command">
        <CallWhere call={call} />
        <Scrolled label="The request">
          <span className="call-address">
            <b className="call-method">{call.method}</b> <span className="call-scheme">https://</span>
            <b className="call-host">
              <VisibleText text={call.host} />
            </b>
            <VisibleText text={call.path} />
            {call.query === '' ? null : (
              <span className="call-query">
                ?<VisibleText text={call.query} />
              </span>
            )}
          </span>
        </Scrolled>
        {warnings.length === 0 ? null : (
          <div className="command-note command-note--write">
            {warnings.map((said, at) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: sentences have no identity but their place
              <p key={at}>
                <SaidText said={said} />
              </p>
            ))}
          </div>
        )}
      </div>
      <AddressReads call={call} />
    </>
  );
});

function CallWhere({ call: { provider, scope, timeoutMs } }: { readonly call: CallAction }) {
  return (
    <div className="command-where">
      <div>
        {provider === null ? (
          'to an address that the agent chose'
        ) : (
          <>
            to your provider <b>{provider}</b>
          </>
        )}
        {scope === null ? null : (
          <>
            , as its token may: <b>{scope}</b>
          </>
        )}
        {provider !== null && scope === null ? ', beyond what its token may do' : null}
      </div>
      <span>waits up to {durationWords(timeoutMs)}</span>
    </div>
  );
}

/** What stands encoded in the address, as it reads. */
function AddressReads({ call }: { readonly call: CallAction }) {
  const { path, parameters } = readable(call);
  if (path === null && parameters.length === 0) return null;
  const count = parameters.length;
  const named = [
    ...(path === null ? [] : ['path']),
    ...(count === 0 ? [] : [count === 1 ? 'parameter' : `${count} parameters`]),
  ];
  return (
    <Fold summary={`Its ${named.join(' and ')}, decoded`}>
      <dl className="facts-list call-pairs">
        {path === null ? null : <Pair name="path" text={path} />}
        {parameters.map(([name, text], at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a parameter may stand there twice
          <Pair key={at} name={name} text={text} />
        ))}
      </dl>
    </Fold>
  );
}

export function Pair({ name, text }: { readonly name: string; readonly text: string }) {
  return (
    <div>
      <dt>
        <VisibleText text={name} />
      </dt>
      <dd>{text === '' ? <i>empty</i> : <VisibleText text={text} />}</dd>
    </div>
  );
}
