// What a call carries: the secrets and where each goes, the headers that the agent set, and the body.
import { memo } from 'react';
import type { CallAction, CallSecret } from '../../../app/contract/call.ts';
import { tierWords } from '../../tokens/words.ts';
import { Fold } from '../controls.tsx';
import { KeyIcon } from '../icons.tsx';
import { VisibleText } from '../visible-text.tsx';
import { Pair } from './call-view.tsx';
import { bodyWords, isWhole } from './call-words.ts';
import { SaidText } from './said-text.tsx';
import { Scrolled } from './scrolled.tsx';
import { ReferenceLine } from './secret-rows.tsx';

export const CallFacts = memo(function CallFacts({ call, home }: { readonly call: CallAction; readonly home: string }) {
  const { secrets, headers, body } = call;
  return (
    <>
      <section>
        <h2>Secrets that Postern adds; the agent does not see them</h2>
        {secrets.map((secret) => (
          <SecretLine key={`${secret.name} ${secret.field} ${secret.place}`} secret={secret} home={home} />
        ))}
      </section>
      <Body body={body} />
      {headers.length === 0 ? null : (
        <div className="run-facts">
          <Fold summary={headers.length === 1 ? '1 header of the agent' : `${headers.length} headers of the agent`}>
            <dl className="facts-list call-pairs">
              {headers.map(([name, text], at) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: a header may stand there twice
                <Pair key={at} name={name} text={text} />
              ))}
            </dl>
          </Fold>
        </div>
      )}
    </>
  );
});

function SecretLine({ secret, home }: { readonly secret: CallSecret; readonly home: string }) {
  const { name, field, tier, place, description, reference } = secret;
  // The only field of a plain token goes without saying.
  const isPlain = ['token', 'value'].includes(field);
  return (
    <div className="secret-line">
      <KeyIcon />
      <div>
        <div className="secret-name">
          <code>{name}</code>
          {tier === 'guarded' ? <span className="pill">{tierWords.guarded.tag}</span> : null}
        </div>
        <div className="secret-as">
          {isPlain ? null : `${field}, `}
          in <code>{place}</code>
          {description === '' ? null : ` · ${description}`}
          {reference === null ? null : <ReferenceLine reference={reference} home={home} />}
        </div>
      </div>
    </div>
  );
}

function Body({ body }: Pick<CallAction, 'body'>) {
  if (body === null) return null;
  if (body === 'streamed') {
    return (
      <section>
        <h2>Body</h2>
        <p className="says">It is too long to be held, and is sent as it comes.</p>
      </section>
    );
  }
  return (
    <section>
      <h2>
        Body: <SaidText said={bodyWords(body)} />
      </h2>
      {body.start === null ? null : (
        <div className="command">
          <Scrolled label="The body">
            <VisibleText text={body.start} />
          </Scrolled>
          {isWhole(body) ? null : <div className="command-note">This is how it begins.</div>}
        </div>
      )}
      <p className="known-as">
        {body.start === null ? 'It is no text, so it cannot be shown. ' : null}
        {isWhole(body) ? null : (
          <>
            You approve the whole of it and nothing else: SHA-256 <code>{body.sha256.slice(0, 16)}…</code>
          </>
        )}
      </p>
    </section>
  );
}
