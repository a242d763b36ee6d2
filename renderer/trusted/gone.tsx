// What a window says that has the keyboard when nothing is left to answer: an agent took its question back. It stays, so that
// what is being typed lands nowhere else, until the person turns away from it.
import { call } from './broker.ts';
import { CloseFooter } from './controls.tsx';
import { useEscape } from './escape.ts';
import { WindowHead } from './window-head.tsx';

const close = () => call('window.close', undefined);

export function Gone() {
  useEscape(close);
  return (
    <>
      <WindowHead title="Nothing waits for you any more">
        What was asked here was taken back, or is settled. What you typed was not used.
      </WindowHead>
      <div className="body">
        <CloseFooter close={close} />
      </div>
    </>
  );
}
