// The window in which the person moves what a scan found in a file into the vault. The text of the file goes from the broker into the
// form's text area, never into React's state.
import { useCallback, useState } from 'react';
import type { FaultCode } from '../../app/contract/fault.ts';
import { faultCodeOf } from '../../app/contract/fault.ts';
import type { TrustedSubject } from '../../app/contract/trusted-channels.ts';
import { call } from './broker.ts';
import { Button, Fault } from './controls.tsx';
import { useEscape } from './escape.ts';
import { SecretForm } from './secret-form.tsx';
import { VisibleText } from './visible-text.tsx';
import { WindowHead } from './window-head.tsx';

export function MoveWindow({ subject }: { readonly subject: Extract<TrustedSubject, { kind: 'move' }> }) {
  const { place, what, name, env, secretKind } = subject;
  const [fault, setFault] = useState<FaultCode | null>(null);
  useEscape(() => call('window.close', undefined));
  const fill = useCallback((put: (value: string) => void) => {
    call('move.value', undefined).then(
      ({ value }) => put(value),
      (thrown: unknown) => setFault(faultCodeOf(thrown)),
    );
  }, []);
  const cancel = <Button onClick={() => call('window.close', undefined)}>{fault === null ? 'Cancel' : 'Close'}</Button>;
  return (
    <>
      <WindowHead title="Move into the vault">
        It looks like a secret ({what}). Postern read it from{' '}
        <code>
          <VisibleText text={place.path} />
        </code>
        , line {place.line}. The file stays as it is.
      </WindowHead>
      <div className="body">
        {fault === null ? (
          <SecretForm
            secret={null}
            wish={null}
            start={{ name, env, kind: secretKind }}
            fill={fill}
            focused
            aside={cancel}
          />
        ) : (
          <>
            <Fault code={fault} />
            <footer>{cancel}</footer>
          </>
        )}
      </div>
    </>
  );
}
