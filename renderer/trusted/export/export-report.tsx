// What a plain export wrote, and what the format cannot hold.
import type { TrustedResult } from '../../../app/contract/trusted-channels.ts';
import { call } from '../broker.ts';
import { CloseFooter, Warning } from '../controls.tsx';
import { useEscape } from '../escape.ts';
import { LongList } from '../long-list.tsx';
import { WindowHead } from '../window-head.tsx';

export function ExportReport({ written, left }: TrustedResult<'export.plain'>) {
  const close = () => call('window.close', undefined);
  useEscape(close);
  return (
    <>
      <WindowHead title={written === 1 ? '1 variable was written' : `${written} variables were written`}>
        To the file that you chose, which only your account can read.
      </WindowHead>
      <div className="body">
        <Warning>Delete the file as soon as it has served its purpose.</Warning>
        <p className="lead" style={{ marginTop: 10 }}>
          References are not in it: they hold no value of their own.
        </p>
        {left.length === 0 ? null : (
          <section>
            <h2>Left out, because a .env file cannot hold them: {left.length}</h2>
            <LongList label="Left out" items={left} rowHeight={28} height={168} keyOf={(name) => name}>
              {(name) => (
                <div className="plain-row mono" title={name}>
                  {name}
                </div>
              )}
            </LongList>
          </section>
        )}
        <CloseFooter close={close} />
      </div>
    </>
  );
}
