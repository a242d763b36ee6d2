// What a restore did.
import type { RestoreReport } from '../../../app/contract/backup.ts';
import { call } from '../broker.ts';
import { CloseFooter, Warning } from '../controls.tsx';
import { useEscape } from '../escape.ts';
import { WindowHead } from '../window-head.tsx';
import { Counts } from './counts.tsx';

export function RestoreDone({ report }: { readonly report: RestoreReport }) {
  const close = () => call('window.close', undefined);
  useEscape(close);
  return (
    <>
      <WindowHead title="Restored">A backup of what was here before is among the automatic ones.</WindowHead>
      <div className="body">
        <Counts
          rows={[
            [report.added, 'added'],
            [report.replaced, 'replaced'],
            [report.removed, 'removed'],
            [report.clients, 'connected agents brought back'],
            [report.settings, 'settings brought back'],
          ]}
        />
        {report.inactive === 0 ? null : (
          <Warning>
            {report.inactive === 1 ? '1 secret points' : `${report.inactive} secrets point`} elsewhere and{' '}
            {report.inactive === 1 ? 'waits' : 'wait'} for you. Open {report.inactive === 1 ? 'it' : 'each'} in
            Postern’s window and confirm where it points; until then no command gets it.
          </Warning>
        )}
        <CloseFooter close={close} />
      </div>
    </>
  );
}
