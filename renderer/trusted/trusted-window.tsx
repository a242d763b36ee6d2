// The frame of a trusted window: draws its one subject and tells the main process how high it is.
import { useEffect, useRef } from 'react';
import { assertNever, faultMessages } from '../../app/contract/fault.ts';
import type { TrustedSubject } from '../../app/contract/trusted-channels.ts';
import { call, useSubject } from './broker.ts';
import { ClientWindow } from './client/client-window.tsx';
import { Button, Warning } from './controls.tsx';
import { ExportWindow } from './export/export-window.tsx';
import { AdminTokenWindow } from './gateway/admin-token-window.tsx';
import { AgentWindow } from './gateway/agent-window.tsx';
import { DoorWindow } from './gateway/door-window.tsx';
import { ProviderWindow } from './gateway/provider-window.tsx';
import { Gone } from './gone.tsx';
import { ImportWindow } from './import/import-window.tsx';
import { KeysWindow } from './keys/keys-window.tsx';
import { MoveWindow } from './move-window.tsx';
import { PolicyWindow } from './policy/policy-window.tsx';
import { QuestionWindow } from './question/question-window.tsx';
import { RestoreWindow } from './restore/restore-window.tsx';
import { Reveal } from './reveal.tsx';
import { SecretEntry } from './secret-entry.tsx';
import { SettingsWindow } from './settings/settings-window.tsx';
import { Setup } from './setup.tsx';
import { Unlock } from './unlock.tsx';

export function TrustedWindow() {
  const loaded = useSubject();
  const frame = useRef<HTMLDivElement>(null);
  useFit(frame);
  return (
    <div ref={frame} className="trusted">
      {loaded.kind === 'failed' ? (
        <div className="body">
          <Warning>{faultMessages[loaded.code]}</Warning>
          <footer>
            <Button onClick={() => call('window.close', undefined)}>Close</Button>
          </footer>
        </div>
      ) : null}
      {loaded.kind === 'ready' && loaded.subject !== null ? <Subject subject={loaded.subject} /> : null}
      {loaded.kind === 'ready' && loaded.subject === null && document.hasFocus() ? <Gone /> : null}
    </div>
  );
}

/** Keys make each subject a fresh component: nothing typed or focused outlives what it belongs to. */
function Subject({ subject }: { readonly subject: TrustedSubject }) {
  switch (subject.kind) {
    case 'setup':
      return <Setup subject={subject} />;
    case 'unlock':
      return <Unlock waiting={subject.waiting} knocking={subject.knocking} ways={subject.ways} />;
    case 'secret': {
      const { secret } = subject;
      // What came back from an older version starts the form anew.
      return <SecretEntry key={secret === null ? 'new' : `${secret.id} ${secret.version}`} secret={secret} />;
    }
    case 'move': {
      const { path, line, rule } = subject.place;
      return <MoveWindow key={`${path} ${line} ${rule}`} subject={subject} />;
    }
    case 'reveal':
      return <Reveal key={subject.secret.id} secret={subject.secret} clipboardSeconds={subject.clipboardSeconds} />;
    case 'import':
      return <ImportWindow />;
    case 'export':
      return <ExportWindow secrets={subject.secrets} />;
    case 'keys':
      return <KeysWindow keys={subject.keys} />;
    case 'restore':
      return <RestoreWindow subject={subject} />;
    case 'policy':
      return <PolicyWindow proposal={subject.proposal} />;
    case 'settings':
      if (subject.about === 'gateway') return <DoorWindow settings={subject.settings} />;
      // It saves all of them: what was changed elsewhere meanwhile, the gateway closed, is not to come back with them.
      return (
        <SettingsWindow key={JSON.stringify(subject.settings)} settings={subject.settings} canAsk={subject.canAsk} />
      );
    case 'client':
      return <ClientWindow key={subject.client?.id} client={subject.client} />;
    case 'provider':
      return <ProviderWindow key={subject.provider?.id ?? `new ${subject.begin}`} subject={subject} />;
    case 'agent':
      return <AgentWindow key={subject.agent?.id} agent={subject.agent} scopes={subject.scopes} />;
    case 'admin':
      return <AdminTokenWindow until={subject.until} />;
    case 'question':
      return <QuestionWindow key={subject.showing} question={subject.question} />;
    default:
      return assertNever(subject);
  }
}

function useFit(frame: React.RefObject<HTMLDivElement | null>) {
  useEffect(() => {
    const element = frame.current;
    if (element === null) return;
    const observer = new ResizeObserver(() => {
      const height = Math.ceil(element.getBoundingClientRect().height);
      // A refused height only leaves the window as high as it is, and then it scrolls.
      if (height >= 100) call('window.fit', { height: Math.min(height, 4000) }).catch(() => undefined);
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, [frame]);
}
